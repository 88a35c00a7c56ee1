"""Which images of a data set have the same pixels, whatever their labels, positions and files say.

Each image has a print, uint64: two with the same pixels have the same one, and 0 stands for a picture of one even
colour, which is nobody's copy. Where the storage knows prints cheaply (`Galaxies.prints`) they are there at once;
elsewhere every image is read once, which takes as long as preparing them, and the prints are kept in the data folder,
called by the images alone. Whoever reads all images anyway keeps them by the way.
"""

import hashlib
import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np

import galaxy_core
from galaxy_core import StorageError
from galaxy_core.datasets import Galaxies
from galaxy_core.storage import atomic, background

SMALL = 100_000_000  # bytes of images that are read in about a second

Progress = Callable[[int, int], None]


def is_quick(galaxies: Galaxies) -> bool:
    """Whether `make` is a matter of a second: they are kept, or the storage knows them, or there isn't much to read."""
    small = galaxies.n * math.prod(galaxies.image_shape) <= SMALL
    return galaxies.prints is not None or (small and galaxies.complete is None) or path(galaxies).exists()


def find(galaxies: Galaxies) -> np.ndarray | None:
    """The prints that were kept, uint64 (n,), or None."""
    try:
        prints = np.load(path(galaxies), allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return prints if prints.shape == (galaxies.n,) and prints.dtype == np.uint64 else None


def make(galaxies: Galaxies, progress: Progress | None = None) -> np.ndarray:
    """The print of every image: uint64 (n,). `progress(done, total)` counts images.

    If another process is at it, waits for that one. Raises what reading images raises, StorageError where the data
    folder can't be locked.
    """
    if (prints := find(galaxies)) is not None:
        return prints
    if galaxies.prints is not None:
        prints = galaxies.prints(progress or _silent)
        keep(galaxies, prints)
        return prints
    with background.working(path(galaxies), progress) as report:
        if (prints := find(galaxies)) is None:
            if galaxies.complete:
                galaxies.complete(report)
            prints = _by_reading(galaxies, report)
            keep(galaxies, prints)
    return prints


def start(galaxies: Galaxies) -> background.Job:
    """Has them made by a process of its own, unless one is at it, and says how far that is."""
    return background.ensure(path(galaxies), __name__, galaxies.name) or background.Job(0, galaxies.n, True)


def keep(galaxies: Galaxies, prints: np.ndarray) -> None:
    """Keeps prints that somebody has made who read all images anyway; where they can't be kept, they are made again."""
    with suppress(StorageError):
        atomic.write(path(galaxies), lambda aside: np.save(aside, prints, allow_pickle=False))


def path(galaxies: Galaxies) -> Path:
    """Where the prints of these images are kept."""
    return galaxy_core.data_folder() / "prints" / f"{galaxies.identity.images}.npy"


def of_images(images: np.ndarray) -> np.ndarray:
    """The prints of uint8 images (b, h, w, c): the beginning of the SHA-256 of their pixels, uint64 (b,)."""
    return np.fromiter(map(_of_image, images), np.uint64, len(images))


def _of_image(image: np.ndarray) -> int:
    pixels = np.ascontiguousarray(image)
    if (pixels == pixels[:1, :1]).all():
        return 0
    return int.from_bytes(hashlib.sha256(pixels.data).digest()[:8], "little") or 1


def _by_reading(galaxies: Galaxies, progress: Progress) -> np.ndarray:
    prints, cores = np.empty(galaxies.n, np.uint64), os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as pool:
        for first, images in galaxies.blocks():
            parts = pool.map(of_images, np.array_split(images, cores))
            prints[first : first + len(images)] = np.concatenate(list(parts))
            progress(first + len(images), galaxies.n)
    return prints


def _silent(done: int, total: int) -> None:
    pass
