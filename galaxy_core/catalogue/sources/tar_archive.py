"""A tar archive of pictures, or a folder of such archives, as WebDataset has them."""

import tarfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from galaxy_core import AbsentError
from galaxy_core.catalogue.sources import Picture
from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import pictures
from galaxy_core.prediction import several
from galaxy_core.storage import stamps

TITLE = "Tar archive"
SENTENCE = "A tar archive of pictures, or a folder of such archives, as WebDataset has them."
ORDER = 3
ENDING = ".tar"
HEAD, MAGIC = 512, slice(257, 262)  # bytes of the first member's head, and where it says what it is
PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")


def accepts(path: Path) -> bool:
    """Whether it is a tar archive, packed or not, or a folder that holds some."""
    return bool(_archives(path))


def open(path: Path) -> "Archives":
    """By the heads of all members. Raises DataError for packed ones, in which nothing can be found without unpacking
    what stands before it."""
    files = _archives(path)
    return Archives(files, tuple(_members(file) for file in files), tuple(stamps.stamp(file)[:2] for file in files))


@dataclass(frozen=True)
class Member:
    """A picture in an archive: its name, where its bytes begin, and how many they are."""

    name: str
    offset: int
    size: int


@dataclass(frozen=True, eq=False)
class Archives:
    """The pictures of archives, in the order in which they lie."""

    files: tuple[Path, ...]
    members: tuple[tuple[Member, ...], ...]
    seen: tuple[tuple[int, ...], ...]
    names = True

    @property
    def pieces(self) -> tuple[int, ...]:
        """Pictures of each archive."""
        return tuple(map(len, self.members))

    @property
    def stamp(self) -> str:
        """By the names, sizes and times of the archives."""
        return repr([(file.name, seen) for file, seen in zip(self.files, self.seen, strict=True)])

    def read(self, first: int, stop: int) -> Iterator[Picture]:
        """The pictures of these numbers, each read where it lies."""
        starts = [0, *accumulate(self.pieces)]
        while first < stop:
            number = bisect_right(starts, first) - 1
            end = min(stop, starts[number + 1])
            yield from self._of_file(number, first - starts[number], end - starts[number])
            first = end

    def _of_file(self, number: int, first: int, stop: int) -> Iterator[Picture]:
        path = self.files[number]
        if not path.exists():
            raise AbsentError(f"{path} isn't there any more: put it back.")
        if stamps.stamp(path)[:2] != self.seen[number]:
            raise refusals.CHANGED(path=path)
        with path.open("rb") as file:
            for member in self.members[number][first:stop]:
                file.seek(member.offset)
                too_large = member.size > pictures.LARGEST
                content: bytes | str = (
                    f"more than {pictures.LARGEST // 10**6} MB" if too_large else file.read(member.size)
                )
                yield Picture(member.name, content or "empty")


def _archives(path: Path) -> tuple[Path, ...]:
    if path.is_dir():
        return tuple(sorted(file for file in path.glob(f"*{ENDING}") if file.is_file() and file.name[0] != "."))
    if not path.is_file():
        return ()
    with path.open("rb") as file:
        head = file.read(HEAD)
    packed = (head.startswith(PACKED) and ".tar" in path.name) or path.suffix in (".tgz", ".tbz", ".txz")
    return (path,) if packed or head[MAGIC] == b"ustar" or path.suffix == ENDING else ()


def _members(path: Path) -> tuple[Member, ...]:
    """The pictures of an archive. Raises DataError."""
    with path.open("rb") as file:
        if file.read(8).startswith(PACKED):
            raise refusals.PACKED(
                path=path, why="it is compressed as a whole, so that none of it can be read by itself"
            )
    try:
        with tarfile.open(path, "r:") as archive:
            return tuple(
                Member(member.name, member.offset_data, member.size)
                for member in archive
                if member.isfile() and several.is_picture(member.name)
            )
    except (tarfile.TarError, OSError, ValueError, EOFError) as error:
        raise refusals.PACKED(path=path, why="it is damaged, or no tar archive") from error
