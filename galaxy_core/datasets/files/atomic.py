"""Files and folders that exist whole or not at all: built under another name, made durable, then renamed."""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from galaxy_core import StorageError


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
        raise


def write(path: Path, fill: Callable[[Path], None]) -> None:
    """Has `fill` write a file (or folder) at a temporary path beside `path`, then renames it to `path`."""
    with sentences(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".new-{path.name}-", dir=path.parent))
        try:
            fill(aside / path.name)
            _sync(aside / path.name)
            _replace(aside / path.name, path)
            _sync_folder(path.parent)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def write_json(path: Path, value: object) -> None:
    """Writes a JSON document whole or not at all."""
    text = json.dumps(value, indent=1, allow_nan=False)
    write(path, lambda aside: aside.write_text(text, encoding="utf-8") and None)


def read_json(path: Path) -> dict | None:
    """The JSON object in a file, or None where there is none or it can't be read as one."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


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
