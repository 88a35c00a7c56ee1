"""Pictures that somebody has shown to a model: kept by what is in them, so that they can be shown again.

The oldest go first where they take too much. What is in a file says which it is: one shown twice lies there once.
"""

import hashlib
import os
import re
from pathlib import Path

import galaxy_core
from galaxy_core.storage import atomic

MOST = 200_000_000  # bytes in all
IDENTITY = re.compile(r"[0-9a-f]{32}")


def keep(data: bytes) -> str:
    """Keeps the bytes of a picture file; returns its identity. Raises StorageError where it can't be written."""
    identity = hashlib.sha256(data).hexdigest()[:32]
    file = _folder() / identity
    if file.exists():
        os.utime(file)
    elif len(data) <= MOST:
        _make_room(len(data))
        atomic.write(file, lambda aside: aside.write_bytes(data))
    return identity


def path(identity: str) -> Path | None:
    """The file of a picture that is kept; None of one that isn't (any more)."""
    file = _folder() / identity
    return file if IDENTITY.fullmatch(identity) and file.is_file() else None


def _make_room(size: int) -> None:
    files = [file for file in _folder().glob("*") if IDENTITY.fullmatch(file.name)]
    by_age = sorted((file.stat().st_mtime, file.stat().st_size, file) for file in files)
    taken = sum(bytes_taken for _, bytes_taken, _ in by_age)
    for _, bytes_taken, file in by_age:
        if taken + size <= MOST:
            return
        file.unlink(missing_ok=True)
        taken -= bytes_taken


def _folder() -> Path:
    return galaxy_core.data_folder() / "shown"
