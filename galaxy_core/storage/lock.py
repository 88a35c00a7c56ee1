"""Locks that the kernel frees however their holder dies (`flock`): no stale lock, no process number to be reused.

A file system that can't lock, as some mounts of NFS and Lustre, says so at once. That isn't taken for a lock that
somebody holds, or everything would seem to be at work for ever: it is a StorageError that names the way out.
"""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import galaxy_core
from galaxy_core import StorageError
from galaxy_core.storage import atomic

HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES}  # by somebody else; any other refusal is the file system's
CANNOT = {errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP}  # lock at all
PAUSES = (0.01, 0.03, 0.1, 0)  # seconds between attempts: `is_held` of another process holds it for microseconds


def take(path: Path, anew: bool = True) -> int | None:
    """An open file descriptor that holds the lock, or None if somebody else holds it. Closing it frees the lock.

    Makes the folder where there is none; not `anew`, it gives None then: what was deleted doesn't come back by that.
    Raises StorageError where the folder can't be written, or can't hold locks.
    """
    handle = _opened(path, anew)
    if handle is None:
        return None
    try:
        for pause in PAUSES:
            if _flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, path):
                return handle
            time.sleep(pause)
    except StorageError:
        os.close(handle)
        raise
    os.close(handle)
    return None


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock now. Creates nothing. Raises StorageError where the folder can't hold locks."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB, path)
    finally:
        os.close(handle)


@contextmanager
def waiting(path: Path) -> Iterator[None]:
    """Waits for the lock, holds it inside the `with`. Raises StorageError like `take`."""
    if (handle := _opened(path)) is None:
        raise FileNotFoundError(path)  # it was removed at that moment
    try:
        _flock(handle, fcntl.LOCK_EX, path)
        yield
    finally:
        os.close(handle)


def check(path: Path, anew: bool = False) -> None:
    """Raises StorageError where this lock could not be held by anybody, because its folder can't hold locks.

    Not `anew`, nothing is written: before there is a lock, the folder itself is asked, which some file systems answer
    too kindly.
    """
    if anew and (handle := _opened(path)) is not None:
        os.close(handle)
    if path.exists():
        is_held(path)
        return
    try:
        handle = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # nothing is there yet, or nothing can be read: others say that
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in CANNOT:
            raise _refusal(path.parent, error) from error
    finally:
        os.close(handle)


def _opened(path: Path, anew: bool = True) -> int | None:
    """An open lock file, made where there is none; None where its folder is gone and not to be made `anew`."""
    with atomic.sentences(path.parent):
        if anew:
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except FileNotFoundError:
            return None


def _flock(handle: int, how: int, path: Path) -> bool:
    """Whether the lock was got; False where somebody else holds it. Raises StorageError where none can be had."""
    try:
        fcntl.flock(handle, how)
    except OSError as error:
        if error.errno in HELD:
            return False
        raise _refusal(path.parent, error) from error
    return True


def _refusal(folder: Path, error: OSError) -> StorageError:
    is_data = galaxy_core.data_folder() in (folder, *folder.parents)
    contents, variable = ("data", "$GALAXY_DATA") if is_data else ("runs", "$GALAXY_RUNS")
    root = galaxy_core.data_folder() if is_data else galaxy_core.runs_folder()
    place = root if root in folder.parents else folder
    return StorageError(
        f"{place} can't hold locks ({error.strerror}), by which runs and downloads know of each other: choose another "
        f"folder for {contents} ({variable}), on a disk of this computer or a file system that can lock."
    )
