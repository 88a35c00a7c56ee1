"""Locks that the kernel frees however their holder dies (`flock`): no stale lock, no process number to be reused."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from galaxy_core.storage import atomic


def take(path: Path, anew: bool = True) -> int | None:
    """An open file descriptor that holds the lock, or None if somebody else holds it. Closing it frees the lock.

    Makes the folder where there is none; not `anew`, it gives None then: what was deleted doesn't come back by that.
    """
    with atomic.sentences(path.parent):
        if anew:
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except FileNotFoundError:
            return None
    for pause in (0.01, 0.03, 0.1, 0):  # `is_held` of another process holds it for microseconds
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except OSError:
            time.sleep(pause)
    os.close(handle)
    return None


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock now. Creates nothing."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


@contextmanager
def waiting(path: Path) -> Iterator[None]:
    """Waits for the lock, holds it inside the `with`."""
    with atomic.sentences(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
