"""The prepared set: all images of a data set after a chain of steps, as a memory-mapped uint8 array on disk.

Made once, in blocks as the storage likes them, under another name, and renamed when whole; named by the
images and the steps: a changed pixel or chain makes another set, a changed label or a moved file doesn't. Training,
thumbnails and PCA read it alike. One that was interrupted goes on from the rows that are known to be on disk.
"""

import hashlib
import os
import time
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np

import galaxy_core
from galaxy_core import DataError, StorageError, plugins, prepare
from galaxy_core.datasets import Galaxies, alike
from galaxy_core.prepare.cache import room
from galaxy_core.prepare.cache.unfinished import Unfinished
from galaxy_core.storage import atomic, background

CONVENTION = 2  # raise it when a step's meaning changes: old sets are then made anew
EVERY = 5.0  # seconds between two notes of how much is on disk
AT_ONCE = 128_000_000  # bytes of images that wait to be prepared, and no more blocks than there are cores


def path(galaxies: Galaxies, texts: tuple[str, ...]) -> Path:
    """Where the prepared set of a data set and a chain is, or will be."""
    key = "\n".join((str(CONVENTION), galaxies.identity.images, *prepare.chain(texts)))
    return galaxy_core.data_folder() / "prepared" / f"{hashlib.sha256(key.encode()).hexdigest()[:20]}.npy"


def find(galaxies: Galaxies, texts: tuple[str, ...]) -> np.ndarray | None:
    """The prepared set, memory-mapped uint8 (n, s, s, c), or None while it isn't whole. Costs a millisecond."""
    file = path(galaxies, texts)
    try:
        prepared_set = np.load(file, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError):
        return None
    room.used(file)
    return prepared_set


def fallbacks(galaxies: Galaxies, texts: tuple[str, ...]) -> np.ndarray | None:
    """Rows in which a step didn't find what it looks for: int64 (k,), increasing. None while the set isn't whole."""
    if find(galaxies, texts) is None:
        return None
    if not any(map(prepare.looks, texts)):
        return np.empty(0, np.int64)
    try:
        return np.load(_missed(path(galaxies, texts)), allow_pickle=False)
    except (OSError, ValueError):
        return None


def start(galaxies: Galaxies, texts: tuple[str, ...]) -> background.Job:
    """Has the set made by a process of its own, unless one is at it, and says how far that is."""
    try:
        job = background.ensure(path(galaxies, texts), "galaxy_core.prepare.cache", galaxies.name, *texts)
    except StorageError as error:
        return background.Job(0, galaxies.n, False, str(error))
    return job or background.Job(0, galaxies.n, True)


def make(galaxies: Galaxies, texts: tuple[str, ...], progress: Callable[[int, int], None] | None = None) -> np.ndarray:
    """The prepared set, made now if it isn't there; if another process is at it, waits for that one.

    `progress(done, total)` counts images. Raises StorageError where the disk is full or can't be written, DataError
    where an image can't be read.
    """
    if (whole := find(galaxies, texts)) is not None:
        return whole
    target = path(galaxies, texts)
    with background.working(target, progress) as report:
        if find(galaxies, texts) is None:
            if galaxies.complete:
                galaxies.complete(report)
            with atomic.sentences(target.parent):
                _fill(target, galaxies, tuple(map(prepare.step, texts)), report)
            room.note(target, galaxies.title, prepare.chain(texts))
    return np.load(target, mmap_mode="r", allow_pickle=False)


def _fill(
    target: Path, galaxies: Galaxies, steps: tuple[plugins.Chosen, ...], progress: Callable[[int, int], None]
) -> None:
    """Makes the set from where an earlier process was cut off; what it missed gets its place before it."""
    shape = prepare.apply(np.zeros((1, *galaxies.image_shape), np.uint8), steps).shape[1:]
    room.make(galaxies.n * int(np.prod(shape)))
    part = Unfinished.open(target, (galaxies.n, *shape), galaxies.block)
    if part.rows:
        progress(part.rows, galaxies.n)
    noted, prints = time.monotonic(), _Prints(galaxies, part.rows)
    try:
        with closing(_blocks(part, galaxies, steps, prints)) as blocks:
            for last, missed in blocks:
                part.advance(last, missed)
                if time.monotonic() - noted > EVERY:
                    part.note()
                    noted = time.monotonic()
                progress(last, galaxies.n)
    except DataError:
        part.discard()  # images that can't be read aren't there: nothing half-made stays
        raise
    except BaseException:
        part.note()  # whatever ended it, what is done is done
        raise
    if any(map(prepare.looks, steps)):
        atomic.write(_missed(target), lambda aside: _save(aside, part.missed))
    part.finish()
    prints.keep()


class _Prints:
    """Which images are alike, by the way: all are read anyhow, and dividing them into parts needs to know it."""

    def __init__(self, galaxies: Galaxies, begin: int):
        self.galaxies = galaxies
        needed = begin == 0 and not alike.is_quick(galaxies)
        self.prints = np.zeros(galaxies.n, np.uint64) if needed else None

    def take(self, rows: np.ndarray, images: np.ndarray) -> None:
        """Of these rows, as they are in the data set."""
        if self.prints is not None:
            self.prints[rows] = alike.of_images(images)

    def keep(self) -> None:
        """Once all rows have been taken."""
        if self.prints is not None:
            alike.keep(self.galaxies, self.prints)


def _blocks(
    part: Unfinished, galaxies: Galaxies, steps: tuple[plugins.Chosen, ...], prints: _Prints
) -> Generator[tuple[int, np.ndarray]]:
    """Fills the rest block by block; of each in order the row after its last, and the rows in which nothing was found.

    Reads one block while those before are prepared: reading waits for the disk or gzip, preparing for the cores.
    """
    cores = os.cpu_count() or 1
    ahead = max(0, min(cores, AT_ONCE // (galaxies.block * int(np.prod(galaxies.image_shape))) - 1))
    doing: deque[tuple[int, Future[np.ndarray]]] = deque()

    def put(rows: np.ndarray, images: np.ndarray) -> np.ndarray:
        prints.take(rows, images)
        part.images[rows[0] : rows[-1] + 1], detected = prepare.detect(images, steps)
        return rows[~detected]

    with ThreadPoolExecutor(cores) as pool:
        for first in range(part.rows, galaxies.n, galaxies.block):
            rows = np.arange(first, min(first + galaxies.block, galaxies.n))
            doing.append((int(rows[-1]) + 1, pool.submit(put, rows, galaxies.read(rows))))
            while len(doing) > ahead:
                yield doing[0][0], doing.popleft()[1].result()
        for last, task in doing:
            yield last, task.result()


def _save(aside: Path, rows: list[int]) -> None:
    np.save(aside, np.array(rows, np.int64), allow_pickle=False)


def _missed(target: Path) -> Path:
    return target.with_suffix(room.MISSED)
