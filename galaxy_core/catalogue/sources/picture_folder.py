"""A folder of pictures, and of the folders in it."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from galaxy_core.catalogue.sources import Picture
from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import pictures
from galaxy_core.datasets.files.formats import Unusable
from galaxy_core.prediction import several

TITLE = "Folder of pictures"
SENTENCE = "A folder of pictures, and of folders of them."
ORDER = 4
MOST = 50_000_000


def accepts(path: Path) -> bool:
    """Whether it is a folder."""
    return path.is_dir()


def open(path: Path) -> "Folder":
    """By the names and sizes of all files in it. Raises DataError where they are far too many."""
    digest, files = hashlib.blake2b(digest_size=16), []
    for name, size, changed in sorted(_listed(str(path), "")):
        files.append(name)
        digest.update(f"{name} {size} {changed}\n".encode(errors="surrogateescape"))
        if len(files) > MOST:
            raise refusals.TOO_MANY(path=path, count=len(files), most=MOST)
    return Folder(path, tuple(files), digest.hexdigest())


@dataclass(frozen=True, eq=False)
class Folder:
    """The pictures below a folder, by name."""

    path: Path
    files: tuple[str, ...]
    stamp: str
    names = True

    @property
    def pieces(self) -> tuple[int, ...]:
        """All in one."""
        return (len(self.files),)

    def read(self, first: int, stop: int) -> Iterator[Picture]:
        """Those of these places in the order of names."""
        for name in self.files[first:stop]:
            yield Picture(name, _content(self.path / name))


def _content(path: Path) -> bytes | str:
    try:
        return pictures.content_of(path) or "empty"
    except OSError as error:
        return error.strerror or "it can't be read"
    except Unusable as error:
        return str(error)


def _listed(folder: str, below: str) -> Iterator[tuple[str, int, int]]:
    """Of each picture its path below the folder, its bytes, and when it was changed last."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _listed(entry.path, f"{name}/")
            elif several.is_picture(name) and entry.is_file():
                status = entry.stat()
                yield name, status.st_size, status.st_mtime_ns
