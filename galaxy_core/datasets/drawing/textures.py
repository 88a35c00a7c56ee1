"""Periodic random fields, drawn once and read again and again: noise, flocculence, clumps and warps.

A field is float32 (256, 256) with mean 0 and standard deviation 1, periodic both ways, Gaussian, and smooth over
`blur` px. Drawing fresh noise for every image would take longer than all the rest.
"""

from functools import lru_cache

import numpy as np
from scipy import fft

PERIOD = 256
SEED = 20190414
WHITE = 0.0


@lru_cache(maxsize=32)
def fields(blur: float, count: int) -> np.ndarray:
    """So many independent fields, float32 (count, 256, 256), white if blur is 0, else a Gaussian sigma in px."""
    rng = np.random.default_rng([SEED, round(100 * blur), count])
    white = rng.standard_normal((count, PERIOD, PERIOD), dtype=np.float32)
    frequency = fft.fftfreq(PERIOD)[:, None] ** 2 + fft.rfftfreq(PERIOD)[None, :] ** 2
    smooth = fft.irfft2(fft.rfft2(white) * np.exp(-2.0 * (np.pi * blur) ** 2 * frequency), s=(PERIOD, PERIOD))
    smooth -= smooth.mean(axis=(1, 2), keepdims=True)
    return (smooth / smooth.std(axis=(1, 2), keepdims=True)).astype(np.float32)


def patch(rng: np.random.Generator, blur: float, side: int, count: int = 6) -> np.ndarray:
    """A random square of a random field, float32 (side, side), side up to 256; a view: don't write to it."""
    which, row, column, flip = rng.integers((count, PERIOD - side + 1, PERIOD - side + 1, 4))
    square = fields(blur, count)[which, row : row + side, column : column + side]
    return square[:: 1 - 2 * (flip & 1), :: 1 - (flip & 2)]


def read(rng: np.random.Generator, blur: float, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """A random field at any coordinates, float32 of their shape, in field px (period 256), interpolated linearly."""
    field = fields(blur, 6)[rng.integers(6)].ravel()
    offsets = rng.integers(PERIOD, size=2)
    i, j = np.floor(rows), np.floor(columns)
    y, x = rows - i, columns - j
    i, j = i.astype(np.int32) + np.int32(offsets[0]), j.astype(np.int32) + np.int32(offsets[1])
    above, below = (i & 255) << 8, ((i + 1) & 255) << 8
    left, right = j & 255, (j + 1) & 255
    top = field[above | left] * (1 - x) + field[above | right] * x
    bottom = field[below | left] * (1 - x) + field[below | right] * x
    return top + (bottom - top) * y
