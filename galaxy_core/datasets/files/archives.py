"""ZIP and tar files, unpacked once beside themselves: regular files only, none outside the folder, within limits.

What is unpacked lies in NAME.unpacked beside the file, or in the data folder where that can't be written, and is made
anew when the file has changed. Names in ZIP files that aren't UTF-8 keep their bytes, as programs of other countries
wrote them.
"""

import hashlib
import os
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

import galaxy_core
from galaxy_core import GalaxyError, StorageError
from galaxy_core.datasets import refusals
from galaxy_core.storage import atomic, lock, stamps

ZIP, TAR_ENDINGS = (b"PK\x03\x04", b"PK\x05\x06"), (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
UNPACKED, FILES, SOURCE = ".unpacked", "files", "source.json"
MOST_FILES = 2_000_000
MOST_TIMES = 200  # unpacked bytes a packed one may become, in files larger than SMALL
SMALL = 100_000_000  # bytes unpacked that are never too many
MOST_DEPTH = 4  # folders that hold nothing but a folder
BROKEN = (
    OSError, ValueError, LookupError, RuntimeError, NotImplementedError, EOFError, ArithmeticError, zlib.error,
    zipfile.BadZipFile, tarfile.TarError, AttributeError, TypeError, MemoryError,
)  # fmt: skip


class Entry(NamedTuple):
    """A regular file in an archive: its path, its bytes as declared, and how to read it."""

    name: str
    size: int
    open: Callable[[], IO[bytes] | None]


def is_one(path: Path) -> bool:
    """Whether a file is called as an archive is, or begins so."""
    if path.name.lower().endswith((".zip", *TAR_ENDINGS)):
        return True
    with path.open("rb") as file:
        return file.read(4) in ZIP


def unpacked(path: Path) -> Path:
    """The folder with what is in it, unpacked now if it isn't there. Raises DataError, StorageError."""
    stamp = list(stamps.stamp(path))
    beside, elsewhere = path.with_name(path.name + UNPACKED), _elsewhere(path)
    for place in (beside, elsewhere):
        if _marked(place) == stamp:
            return _root(place / FILES)
    place = beside if _is_ours(beside) and os.access(path.parent, os.W_OK) else elsewhere
    with lock.waiting(elsewhere.with_suffix(".lock")):
        if _marked(place) != stamp:
            _fill(path, place, stamp)
    return _root(place / FILES)


def _elsewhere(path: Path) -> Path:
    key = hashlib.sha256(os.fsencode(path)).hexdigest()[:20]
    return galaxy_core.data_folder() / "unpacked" / key


def _marked(place: Path) -> object:
    """The stamp of the file that was unpacked there wholly; None where none was."""
    return (atomic.read_json(place / SOURCE) or {}).get("stamp")


def _is_ours(place: Path) -> bool:
    """Whether nothing is there, or what we have unpacked: a folder of anybody else is left alone."""
    return not os.path.lexists(place) or (place / SOURCE).is_file()


def _fill(path: Path, place: Path, stamp: list[int]) -> None:
    """Unpacks all entries; the mark that it is whole is written last. Raises DataError for what mustn't be unpacked."""
    shutil.rmtree(place, ignore_errors=True)
    with atomic.sentences(place.parent):
        (place / FILES).mkdir(parents=True)
    atomic.write_json(place / SOURCE, {"stamp": None})
    try:
        _unpack(path, place / FILES)
    except GalaxyError:
        shutil.rmtree(place, ignore_errors=True)
        raise
    atomic.write_json(place / SOURCE, {"stamp": stamp})


def _unpack(path: Path, folder: Path) -> None:
    budget = max(SMALL, MOST_TIMES * path.stat().st_size)
    with _entries(path) as entries:
        for number, entry in enumerate(entries):
            if number >= MOST_FILES:
                raise refusals.TOO_LARGE(path=path, what=f"{number + 1:,} files or more", most=f"{MOST_FILES:,}")
            if entry.size > budget:
                most = f"{MOST_TIMES} times its own size"
                raise refusals.TOO_LARGE(path=path, what=f"{entry.name} and others, which are larger", most=most)
            budget -= _copy(path, entry, folder / _safe(path, entry.name))


def _copy(path: Path, entry: Entry, target: Path) -> int:
    """Writes one file, and never more than it declares; its bytes."""
    with atomic.sentences(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic.reserve(target, entry.size)
    with _packed(path), target.open("wb") as out:
        source = entry.open()
        left = entry.size
        while source and (piece := source.read(min(1 << 20, left + 1))):
            left -= len(piece)
            if left < 0:
                raise refusals.TOO_LARGE(path=path, what=f"more of {entry.name}", most="it declares")
            out.write(piece)
    return entry.size


@contextmanager
def _entries(path: Path) -> Iterator[Iterator[Entry]]:
    """The regular files in an archive, in order. Raises DataError for what is none, or is locked by a password."""
    with _packed(path):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if any(entry.flag_bits & 1 for entry in archive.infolist()):
                    raise refusals.PACKED(path=path, why="it is locked by a password")
                yield (
                    Entry(_name(entry), entry.file_size, lambda entry=entry: archive.open(entry))  # type: ignore[misc]
                    for entry in archive.infolist()
                    if not entry.is_dir() and (entry.external_attr >> 28) in (0, 8)
                )
        else:
            with tarfile.open(path) as tar:
                yield (
                    Entry(entry.name, entry.size, lambda entry=entry: tar.extractfile(entry))  # type: ignore[misc]
                    for entry in tar
                    if entry.isreg()
                )


@contextmanager
def _packed(path: Path) -> Iterator[None]:
    """Turns whatever unpacking raises into a sentence."""
    try:
        yield
    except GalaxyError:
        raise
    except PermissionError as error:
        raise StorageError(f"{path} can't be read: check its permissions.") from error
    except BROKEN as error:
        raise refusals.PACKED(path=path, why="it is damaged, or none of ZIP and tar") from error


def _name(entry: zipfile.ZipInfo) -> str:
    """Its name with the bytes that it was written with."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return os.fsdecode(entry.filename.encode("cp437"))
    except UnicodeEncodeError:
        return entry.filename


def _safe(path: Path, name: str) -> str:
    """A path below the folder. Raises DataError for one that leads out of it."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or "\0" in name:
        raise refusals.UNSAFE(path=path, name=repr(name))
    return os.path.join(*parts)


def _root(folder: Path) -> Path:
    """Where what was packed begins: below folders that hold nothing but a folder."""
    for _ in range(MOST_DEPTH):
        inside = [entry for entry in sorted(folder.iterdir()) if not entry.name.startswith((".", "__MACOSX"))]
        if len(inside) != 1 or not inside[0].is_dir():
            break
        folder = inside[0]
    return folder
