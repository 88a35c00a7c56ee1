"""Files and folders that exist whole or not at all: built under another name, made durable, then renamed."""

import errno
import fcntl
import glob
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from galaxy_core import StorageError, UsageError

SYNCING = 16  # files brought to the disk at once: it takes many for the time of one


@contextmanager
def sentences(folder: Path) -> Iterator[None]:
    """Turns what the file system refuses into a StorageError that names the folder and the way out."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageError(f"The disk of {folder} is full: free some space and try again.") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise StorageError(
                f"{folder} can't be written: check its permissions, or choose another folder."
            ) from error
        if error.errno is None:  # not of the file system: some libraries raise a bare OSError for their own reasons
            raise
        raise StorageError(f"{folder} can't be used ({error.strerror}): choose another folder.") from error


def write(path: Path, fill: Callable[[Path], object]) -> None:
    """Has `fill` write a file (or folder) at a temporary path beside `path`, then renames it to `path`.

    What a killed process left half-built beside `path` is cleared away first.
    """
    with sentences(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(path.parent, f".new-{glob.escape(path.name)}-*")
        aside, held = _aside(path)
        try:
            fill(aside / path.name)
            put(aside / path.name, path)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            os.close(held)


def write_out(path: Path, fill: Callable[[Path], object]) -> None:
    """The same for a file that a user names; into what is no file (a pipe, /dev/stdout) `fill` simply writes.

    Raises UsageError for a folder, StorageError as `write`.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder: give the name of a file.")
    if path.exists() and not path.is_file():
        with sentences(path.parent):
            fill(path)
    else:
        write(path, fill)


def write_new(folders: Mapping[Path, Mapping[str, object]], lasting: str) -> None:
    """Makes folders that nobody has made before, of JSON documents by their names; each exists whole or not at all.

    They appear in their order, once the document `lasting` of each is durable: that takes a disk as long for one as for
    many. All of them lie in the same folder; what a killed process left there is for `sweep`.
    """
    if not folders:
        return
    parent = next(iter(folders)).parent
    with sentences(parent):
        parent.mkdir(parents=True, exist_ok=True)
        aside, held = _aside(parent / "several")
        try:
            for path, documents in folders.items():
                (aside / path.name).mkdir()
                for name, value in documents.items():
                    (aside / path.name / name).write_text(json.dumps(value, indent=1, allow_nan=False), "utf-8")
            with ThreadPoolExecutor(min(SYNCING, len(folders))) as pool:
                list(pool.map(_sync, [aside / path.name / lasting for path in folders]))
            for path in folders:
                os.replace(aside / path.name, path)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            os.close(held)


def put(aside: Path, path: Path) -> None:
    """Makes a finished file or folder durable and renames it to `path`."""
    with sentences(path.parent):
        _sync(aside)
        _replace(aside, path)
        _sync_folder(path.parent)


def write_json(path: Path, value: object) -> None:
    """Writes a JSON document whole or not at all."""
    text = json.dumps(value, indent=1, allow_nan=False)

    def fill(aside: Path) -> None:
        aside.write_text(text, encoding="utf-8")

    write(path, fill)


def sweep(folder: Path) -> None:
    """Removes what killed processes left in a folder: half built (`.new-…`), or renamed (`.old-…`) to be removed."""
    for pattern in (".new-*", ".old-*"):
        _clear(folder, pattern)


def reserve(path: Path, size: int) -> None:
    """Fails now where the disk is too small for `size` bytes: a memory map would be killed half way by a bus error."""
    free = os.statvfs(path.parent)
    if free.f_bavail * free.f_frsize < size * 1.02 + 2**20:
        raise OSError(errno.ENOSPC, "No space left on device")


def read_json(path: Path) -> dict | None:
    """The JSON object in a file, or None where there is none or it can't be read as one."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def _aside(path: Path) -> tuple[Path, int]:
    """A new folder to build in, and an open handle that holds its lock while we live, so that `_clear` spares it."""
    while True:
        aside = Path(tempfile.mkdtemp(prefix=f".new-{path.name}-", dir=path.parent))
        with suppress(FileNotFoundError):  # another process may clear it away before it is locked
            handle = os.open(aside, os.O_RDONLY | os.O_CLOEXEC)
            with suppress(OSError):  # some network folders know no locks: then nobody clears either
                fcntl.flock(handle, fcntl.LOCK_EX)
            if aside.exists():
                return aside, handle
            os.close(handle)


def _clear(folder: Path, pattern: str) -> None:
    """Removes what processes that are no more were building, or taking away."""
    for left in folder.glob(pattern):
        with suppress(OSError):  # held by its living builder, or gone already
            handle = os.open(left, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(handle)


def _replace(aside: Path, path: Path) -> None:
    if aside.is_dir() and path.exists():
        shutil.rmtree(path)  # a folder can't be renamed over a full one; whoever holds the lock is its only writer
    os.replace(aside, path)


def _sync(path: Path) -> None:
    if path.is_dir():
        for inner in path.iterdir():
            _sync(inner)
        return
    with open(path, "rb") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # some network folders refuse it; the rename itself has been done
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
