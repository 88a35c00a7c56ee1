"""A measure of several models on the same images drawn again and again, so that their differences are paired."""

from collections.abc import Sequence

import numpy as np

from galaxy_core.intervals import RESAMPLES
from galaxy_core.tasks import Predictions, Task

BLOCK = 4_000_000  # weights of images held at once


def resampled(task: Task, predictions: Sequence[Predictions], measure: str, seed: int = 0) -> np.ndarray:
    """A measure of each of m models on all images (column 0) and on 2,000 resamples of them: float64 (m, 2001).

    `measure` is a key of the task's SCORES. All must be of the same images, in whatever order; all see the same
    resamples, drawn with `seed` (Efron 1979, Ann. Stat. 7, 1), so that differences between columns are paired.
    """
    n, random = predictions[0].n, np.random.default_rng(seed)
    blocks = [task.measured(predictions, measure, np.ones((1, n), np.float32))]
    step = max(1, BLOCK // n)
    for first in range(0, RESAMPLES, step):
        size = min(step, RESAMPLES - first)
        drawn = random.integers(n, size=(size, n)) + n * np.arange(size)[:, None]
        weights = np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n).astype(np.float32)
        blocks.append(task.measured(predictions, measure, weights))
    return np.ascontiguousarray(np.concatenate(blocks).T)


def between(values: np.ndarray, outside: float) -> tuple[float, float]:
    """The percentile interval (low, high) that leaves out this share of the resamples.

    `values`: float64 (2001,), a row of `resampled` or a difference of two; the interval holds the observed value, which
    is the first one.
    """
    low, high = np.quantile(values[1:], (outside / 2, 1 - outside / 2))
    return min(float(low), float(values[0])), max(float(high), float(values[0]))
