"""A measure of several models on the same images drawn again and again, so that their differences are paired."""

import numpy as np

from galaxy_core.evaluation.intervals import RESAMPLES, Statistic
from galaxy_core.evaluation.predictions import Predictions
from galaxy_core.evaluation.scoring import balanced_accuracy_of, macro_f1_of

BLOCK = 4_000_000  # weights of images held at once
STATISTICS: dict[str, Statistic] = {
    "accuracy": lambda right, truth, called: right.sum(axis=-1) / truth.sum(axis=-1),
    "macro_f1": macro_f1_of,
    "balanced_accuracy": balanced_accuracy_of,
}


def resampled(said: list[Predictions], measure: str, seed: int = 0) -> np.ndarray:
    """A measure of each of m models on all images (column 0) and on 2,000 resamples of them: float64 (m, 2001).

    `measure` is a key of STATISTICS. All must be of the same images, in whatever order; all see the same resamples,
    drawn with `seed` (Efron 1979, Ann. Stat. 7, 1), so that differences between columns are paired.
    """
    labels = said[0].labels[np.argsort(said[0].rows)]
    called = np.stack([one.predicted[np.argsort(one.rows)] for one in said], axis=1)
    n, k, random = len(labels), len(said[0].classes), np.random.default_rng(seed)
    found = [_measured(np.ones((1, n), np.float32), labels, called, k, STATISTICS[measure])]
    step = max(1, BLOCK // n)
    for first in range(0, RESAMPLES, step):
        size = min(step, RESAMPLES - first)
        drawn = random.integers(n, size=(size, n)) + n * np.arange(size)[:, None]
        weights = np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n).astype(np.float32)
        found.append(_measured(weights, labels, called, k, STATISTICS[measure]))
    return np.ascontiguousarray(np.concatenate(found).T)


def between(values: np.ndarray, outside: float) -> tuple[float, float]:
    """The percentile interval (low, high) that leaves out this share of the resamples.

    `values`: float64 (2001,), a row of `resampled` or a difference of two; the interval holds the observed value, which
    is the first one.
    """
    low, high = np.quantile(values[1:], (outside / 2, 1 - outside / 2))
    return min(float(low), float(values[0])), max(float(high), float(values[0]))


def _measured(weights: np.ndarray, labels: np.ndarray, called: np.ndarray, k: int, statistic: Statistic) -> np.ndarray:
    """A statistic of each model, float64 (b, m), where image i counts weights[:, i] times: float32 (b, n).

    `called`: int64 (n, m). Some models at a time: the wider a matrix product, the faster; the smaller, the less memory.
    """
    one, found = np.eye(k, dtype=np.float32), []
    truth = _counted(weights, one[labels][:, None])
    step = max(1, BLOCK // (4 * k * len(labels)))
    for first in range(0, called.shape[1], step):
        names = called[:, first : first + step]
        said = one[names]
        right = _counted(weights, said * (names == labels[:, None])[:, :, None])
        found.append(statistic(right, np.broadcast_to(truth, right.shape), _counted(weights, said)))
    return np.concatenate(found, axis=1)


def _counted(weights: np.ndarray, images: np.ndarray) -> np.ndarray:
    """Images of each model and class, float64 (b, m, k), of those in float32 (n, m, k)."""
    n, m, k = images.shape
    return (weights @ images.reshape(n, m * k)).reshape(len(weights), m, k).astype(np.float64)
