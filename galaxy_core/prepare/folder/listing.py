"""The pictures of a folder and the folders in it, one after the other: however many there are, one folder's names."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from galaxy_core import StorageError
from galaxy_core.datasets.files import left_out
from galaxy_core.datasets.files.left_out import LeftOut

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


def pictures_of(source: Path, out: Path, passed: Callable[[LeftOut], object] | None = None) -> Iterator[Picture]:
    """All picture files, and what isn't read to `passed`; the folder `out` is left out.
    Each folder's own files come first.

    Files are in the order of their stems, folders of their names. Links to folders are followed, but for those that
    lead to one that is read already, as in a circle. Raises StorageError where a folder can't be read.
    """
    walk = _Walk(os.path.join(source, ""), os.path.join(out, ""), os.path.realpath(out), passed or (lambda file: None))
    yield from walk.below(os.path.realpath(source), "")


@dataclass
class _Walk:
    """One look through a folder; `seen`: the folders that were entered."""

    source: str
    out: str
    left_out: str
    passed: Callable[[LeftOut], object]
    seen: set[tuple[int, int]] = field(default_factory=set)

    def below(self, folder: str, below: str) -> Iterator[Picture]:
        """The pictures of one folder, by their path with `below` before it, and then of those in it."""
        files, folders = self._names(folder, below)
        before: tuple[str | None, str | None] = (None, None)  # the stem, and the first file that has it
        for stem, ending in files:
            name = f"{below}{stem}{ending}"
            twin = before[1] if before[0] == stem else None
            yield Picture(name, f"{self.source}{name}", f"{self.out}{below}{stem}{MADE}", twin)
            before = (stem, twin or name)
        for name in folders:
            inner = os.path.realpath(os.path.join(folder, name))
            if inner != self.left_out and self._is_new(inner, f"{below}{name}"):
                yield from self.below(inner, f"{below}{name}/")

    def _is_new(self, folder: str, name: str) -> bool:
        status = os.stat(folder)
        if new := (status.st_dev, status.st_ino) not in self.seen:
            self.seen.add((status.st_dev, status.st_ino))
        else:
            self.passed(LeftOut(name, left_out.TWICE, "a link to a folder that is read already"))
        return new

    def _names(self, folder: str, below: str) -> tuple[list[tuple[str, str]], list[str]]:
        """(stem, ending) of pictures and names of folders in one folder, sorted."""
        files, folders = [], []
        try:
            status = os.stat(folder)
            self.seen.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as entries:
                for entry in entries:
                    if (kind := left_out.kind(entry)) is not None:
                        found = LeftOut(f"{below}{entry.name}", kind, left_out.reason(kind))
                        self.passed(found if below else left_out.classless([found])[0])
                    elif entry.is_dir():
                        folders.append(entry.name)
                    else:
                        files.append(os.path.splitext(entry.name))
        except OSError as error:
            why = f"{folder} can't be read ({error.strerror}): check its permissions and its disk."
            raise StorageError(why) from error
        return sorted(files), sorted(folders)
