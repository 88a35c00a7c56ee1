"""What every picture of a folder turned out to be, kept in the data folder:
a file is read again when its stamp changes.

One archive for each folder: names, stamps, digests and sizes of all its pictures as arrays, so that a quarter of a
million are there in a second. It only saves time: an archive that is gone, damaged or of an earlier version is as none.
"""

import hashlib
import json
import os
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

import galaxy_core
from galaxy_core import StorageError
from galaxy_core.datasets.files import pictures
from galaxy_core.datasets.files.formats import Levels
from galaxy_core.datasets.files.pictures import Looked
from galaxy_core.storage import atomic, stamps
from galaxy_core.storage.stamps import Stamp

THREADS = 4
PART = 2000  # files between two words on how far it is
EVERY = 30.0  # seconds between two times that what was looked at is kept
VERSION = b"2"  # of what is looked for in a file: another one looks at all of them again
UNREADABLE = (OSError, ValueError, LookupError, TypeError, EOFError, AttributeError, zlib.error, zipfile.BadZipFile)

Progress = Callable[[int, int], None]
Known = dict[str, tuple[Stamp, Looked]]


def look(folder: Path, files: Mapping[str, Stamp], progress: Progress | None = None) -> tuple[dict[str, Looked], str]:
    """What the files (by their paths below the folder, with their stamps) turn out to be, in their order.

    Second, the sentence why that couldn't be kept, or nothing. `progress(done, total)` counts files; what has been
    looked at is kept every half a minute, so that a look that was cut off goes on.
    """
    kept, unkept = _place(folder), ""
    index = _recall(kept)
    new = [name for name, stamp in files.items() if name not in index or index[name][0] != stamp]
    settled = {name for name, stamp in files.items() if stamps.is_settled(stamp)} if new else set()
    saved, done = time.monotonic(), len(files) - len(new)
    with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
        for first in range(0, len(new), PART):
            some = new[first : first + PART]
            for name, looked in zip(some, pool.map(lambda name: pictures.look(folder / name), some), strict=True):
                index[name] = files[name], looked
            done += len(some)
            if progress:
                progress(done, len(files))
            if done == len(files) or time.monotonic() - saved > EVERY:
                saved, unkept = (
                    time.monotonic(),
                    _kept(kept, {n: index[n] for n in files if n in settled and n in index}),
                )
    return {name: index[name][1] for name in files}, unkept


def count(folder: Path) -> int:
    """How many files of a folder have been looked at before, whatever became of them."""
    try:
        with open(_place(folder), "rb") as file, np.load(file, allow_pickle=False) as stored:
            return len(stored["stamps"])
    except UNREADABLE:
        return 0


def _kept(kept: Path, known: Known) -> str:
    """Keeps what is known; the sentence why it couldn't, or nothing: the folder is usable all the same, only slower."""
    try:
        _keep(kept, known)
    except StorageError as error:
        return str(error)
    return ""


def _place(folder: Path) -> Path:
    key = hashlib.sha256(VERSION + os.fsencode(folder)).hexdigest()
    return galaxy_core.data_folder() / "folders" / f"{key[:20]}.npz"


def _recall(kept: Path) -> Known:
    try:
        with open(kept, "rb") as file, np.load(file, allow_pickle=False) as stored:
            names = [os.fsdecode(name) for name in stored["names"].tobytes().split(b"\0")]
            times, sizes, digests = stored["stamps"].tolist(), stored["sizes"].tolist(), stored["digests"].tobytes()
            faults, more = json.loads(stored["faults"].tobytes()), dict(zip(*_more(stored), strict=True))
            width = pictures.DIGEST
            looked = [
                Looked(digests[width * row : width * (row + 1)], None, faults[str(row)])
                if str(row) in faults
                else _looked(digests[width * row : width * (row + 1)], (size[0], size[1]), more.get(row))
                for row, size in enumerate(sizes)
            ]
            return {
                name: ((stamp[0], stamp[1], stamp[2]), looked_at)
                for name, stamp, looked_at in zip(names, times, looked, strict=True)
            }
    except UNREADABLE:
        return {}


def _more(stored: np.lib.npyio.NpzFile) -> tuple[list[int], list[list[float]]]:
    """Rows of files that say more than their size, and the numbers that they say."""
    return stored["special"].tolist(), stored["numbers"].tolist()


def _looked(digest: bytes, size: tuple[int, int], more: list[float] | None) -> Looked:
    if more is None:
        return Looked(digest, size)
    low, high, limit, *place = more
    return Looked(digest, size, "", None if np.isnan(low) else Levels(low, high, limit), *place)


def _special(looked: Looked) -> list[float] | None:
    """The numbers that a file says beside its size; None where there are none, as in most."""
    numbers = [*(looked.levels or (np.nan,) * 3), looked.ra, looked.dec, looked.pixel_scale]
    return None if np.isnan(numbers).all() else numbers


def _keep(kept: Path, index: Known) -> None:
    faults = {str(row): looked.fault for row, (_, looked) in enumerate(index.values()) if looked.size is None}
    special = {row: numbers for row, (_, looked) in enumerate(index.values()) if (numbers := _special(looked))}

    def fill(aside: Path) -> None:
        np.savez(
            aside,
            names=np.frombuffer(b"\0".join(map(os.fsencode, index)), np.uint8),
            stamps=np.array([stamp for stamp, _ in index.values()], np.int64).reshape(-1, 3),
            sizes=np.array([looked.size or (0, 0) for _, looked in index.values()], np.int32).reshape(-1, 2),
            digests=np.frombuffer(b"".join(looked.digest for _, looked in index.values()), np.uint8),
            faults=np.frombuffer(json.dumps(faults).encode(), np.uint8),
            special=np.array([*special], np.int64),
            numbers=np.array([*special.values()], np.float64).reshape(-1, 6),
        )

    atomic.write(kept, fill)
