"""Random numbers that belong to an image: a function of seed, epoch, row and copy, whatever else is in its batch.

Counter-based: what they belong to is hashed by SplitMix64 (Steele, Lea & Flood 2014), so that any of them can be had
alone and in any order, which a generator that is walked through can't do.
"""

import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def numbers(seed: int, epoch: int, rows: np.ndarray, copies: np.ndarray, draws: int) -> np.ndarray:
    """float32 (b, draws) in [0, 1) for rows int (b,) of a data set and copies int (b,), 0 for the first of a row."""
    start = _mixed(np.array([seed, epoch], np.uint64) + GOLDEN)
    key = _mixed(_mixed(start[:1] ^ rows.astype(np.uint64)) ^ start[1:] ^ (copies.astype(np.uint64) << np.uint64(40)))
    counted = key[:, None] + GOLDEN * np.arange(1, draws + 1, dtype=np.uint64)
    return ((_mixed(counted) >> np.uint64(40)).astype(np.float32)) * np.float32(2.0**-24)


def _mixed(x: np.ndarray) -> np.ndarray:
    """SplitMix64's finisher: every bit of the result depends on every bit of x."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
