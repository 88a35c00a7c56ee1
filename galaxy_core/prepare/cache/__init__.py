"""The prepared set: all images of a data set after a chain of steps, as a memory-mapped uint8 array on disk.

Made once, in blocks as the storage likes them, under another name, and renamed when whole; named by a fingerprint of
data set and steps, so a changed file or chain makes another set. Training, thumbnails and PCA read it alike.
"""

import hashlib
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

import galaxy_core
from galaxy_core import prepare
from galaxy_core.datasets import Galaxies
from galaxy_core.datasets.files import atomic, background

CONVENTION = 1  # raise it when a step's meaning changes: old sets are then made anew


def path(galaxies: Galaxies, texts: tuple[str, ...]) -> Path:
    """Where the prepared set of a data set and a chain is, or will be."""
    key = "\n".join((str(CONVENTION), galaxies.fingerprint, *prepare.chain(texts)))
    return galaxy_core.data_folder() / "prepared" / f"{hashlib.sha256(key.encode()).hexdigest()[:20]}.npy"


def find(galaxies: Galaxies, texts: tuple[str, ...]) -> np.ndarray | None:
    """The prepared set, memory-mapped uint8 (n, s, s, c), or None while it isn't whole. Costs a millisecond."""
    try:
        return np.load(path(galaxies, texts), mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError):
        return None


def start(galaxies: Galaxies, texts: tuple[str, ...]) -> background.Job:
    """Has the set made by a process of its own, unless one is at it, and says how far that is."""
    target = path(galaxies, texts)
    job = background.job(target)
    if job is None or not (job.running or job.error):
        background.start(target, "galaxy_core.prepare.cache", galaxies.name, *texts)
        job = background.job(target)
    return job or background.Job(0, galaxies.n, True)


def make(galaxies: Galaxies, texts: tuple[str, ...], progress: Callable[[int, int], None] | None = None) -> np.ndarray:
    """The prepared set, made now if it isn't there; if another process is at it, waits for that one.

    `progress(done, total)` counts images. Raises StorageError where the disk is full or can't be written, DataError
    where an image can't be read.
    """
    if (whole := find(galaxies, texts)) is not None:
        return whole
    target = path(galaxies, texts)
    with background.working(target) as report:

        def both(done: int, total: int) -> None:
            report(done, total)
            if progress:
                progress(done, total)

        if find(galaxies, texts) is None:
            if galaxies.complete:
                galaxies.complete(both)
            atomic.write(target, lambda aside: _fill(aside, galaxies, texts, both))
    return np.load(target, mmap_mode="r", allow_pickle=False)


def _fill(aside: Path, galaxies: Galaxies, texts: tuple[str, ...], progress: Callable[[int, int], None]) -> None:
    """Reads one block while those before are resized: reading waits for the disk or gzip, resizing for the cores."""
    shape = prepare.apply(np.zeros((1, *galaxies.image_shape), np.uint8), texts).shape[1:]
    atomic.reserve(aside, galaxies.n * int(np.prod(shape)))
    out = np.lib.format.open_memmap(aside, mode="w+", dtype=np.uint8, shape=(galaxies.n, *shape))
    cores, doing = os.cpu_count() or 1, deque()
    with ThreadPoolExecutor(cores) as pool:

        def finish(most: int) -> None:
            while len(doing) > most:
                last, task = doing.popleft()
                task.result()
                progress(last, galaxies.n)

        for first, images in galaxies.blocks():
            doing.append((first + len(images), pool.submit(_put, out, first, images, texts)))
            finish(cores)
        finish(0)
    out.flush()


def _put(out: np.ndarray, first: int, images: np.ndarray, texts: tuple[str, ...]) -> None:
    out[first : first + len(images)] = prepare.apply(images, texts)
