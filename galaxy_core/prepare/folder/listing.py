"""The pictures of a folder and the folders in it, one after the other: however many there are, one folder's names."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from galaxy_core import StorageError
from galaxy_core.datasets.files import pictures

MADE = ".png"


class Picture(NamedTuple):
    """One file, by its path below the source, and where its result belongs; `twin` of the same stem comes before it."""

    name: str
    path: str
    target: str
    twin: str | None

    def is_made(self) -> bool:
        """Whether its result is there, not older than it, and not empty as after a power cut."""
        try:
            result, original = os.stat(self.target), os.stat(self.path)
        except FileNotFoundError:
            return False
        return result.st_size > 0 and result.st_mtime_ns >= original.st_mtime_ns


def pictures_of(source: Path, out: Path) -> Iterator[Picture]:
    """All JPEG, PNG and WebP files, hidden names left out, and the folder `out`; each folder's own files come first.

    Files are in the order of their stems, folders of their names. Folders that are links aren't followed: they may
    lead round in a circle. Raises StorageError where a folder can't be read.
    """
    yield from _below(
        os.path.realpath(source), "", os.path.join(source, ""), os.path.join(out, ""), os.path.realpath(out)
    )


def _below(folder: str, below: str, source: str, out: str, left_out: str) -> Iterator[Picture]:
    files, folders = _names(folder)
    before: tuple[str | None, str | None] = (None, None)  # the stem, and the first file that has it
    for stem, ending in files:
        name = f"{below}{stem}{ending}"
        twin = before[1] if before[0] == stem else None
        yield Picture(name, f"{source}{name}", f"{out}{below}{stem}{MADE}", twin)
        before = (stem, twin or name)
    for name in folders:
        inner = os.path.join(folder, name)
        if inner != left_out:
            yield from _below(inner, f"{below}{name}/", source, out, left_out)


def _names(folder: str) -> tuple[list[tuple[str, str]], list[str]]:
    """(stem, ending) of pictures and names of folders in one folder, sorted."""
    files, folders = [], []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif entry.name.lower().endswith(pictures.SUFFIXES) and entry.is_file():
                    files.append(os.path.splitext(entry.name))
    except OSError as error:
        raise StorageError(f"{folder} can't be read ({error.strerror}): check its permissions and its disk.") from error
    return sorted(files), sorted(folders)
