"""Scores of votes as functions of sums over images, so that to draw images again is a product of matrices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from galaxy_core.intervals import RESAMPLES, Score
from galaxy_core.tasks.voting.predictions import Predictions

BLOCK = 4_000_000  # weights of images held at once


@dataclass(frozen=True)
class Statistic:
    """A score: `columns` gives numbers of each image, float64 (n, c); `of` makes the score (…) of their sums (…, c)."""

    columns: Callable[[Predictions], np.ndarray]
    of: Callable[[np.ndarray], np.ndarray]


def errors(predictions: Predictions) -> tuple[np.ndarray, np.ndarray]:
    """Squares of what the fractions are off by, 0 where nobody was asked, and whether somebody was: float64 (n, a)."""
    known = np.isfinite(predictions.voted)
    off = np.where(known, predictions.fractions.astype(np.float64) - np.nan_to_num(predictions.voted), 0)
    return off**2, known.astype(np.float64)


def cumulative(predictions: Predictions) -> np.ndarray:
    """The mean square of what each image's shares of all volunteers are off by: float64 (n,)."""
    off = _shares(predictions, predictions.fractions) - _shares(predictions, predictions.voted)
    return (off**2).mean(axis=1)


def _shares(predictions: Predictions, fractions: np.ndarray) -> np.ndarray:
    """Of all volunteers, those who come to a question and give an answer: float64 (n, a). NaN counts as 0."""
    given = np.nan_to_num(fractions.astype(np.float64))
    return given * predictions.tree.asked(given)[:, predictions.tree.question_of]


def _overall(predictions: Predictions) -> np.ndarray:
    return np.stack([part.sum(axis=1) for part in errors(predictions)], axis=1)


def _each(predictions: Predictions) -> np.ndarray:
    """Of each answer: squared error, whether known, fraction, its square; side by side, float64 (n, 4a)."""
    off, known = errors(predictions)
    voted = np.nan_to_num(predictions.voted.astype(np.float64))
    return np.concatenate([off, known, voted, voted**2], axis=1)


def _together(predictions: Predictions) -> np.ndarray:
    return _each(predictions).reshape(predictions.n, 4, -1).sum(axis=2)


def _cumulative(predictions: Predictions) -> np.ndarray:
    return np.stack([cumulative(predictions), np.ones(predictions.n)], axis=1)


def _mean(sums: np.ndarray) -> np.ndarray:
    return _divided(sums[..., 0], sums[..., 1])


def _root(sums: np.ndarray) -> np.ndarray:
    return np.sqrt(_mean(sums))


def _explained(sums: np.ndarray) -> np.ndarray:
    """R² of sums (…, 4, k), k columns each against its own mean, averaged over those in which anything varies."""
    off, known, voted, squares = np.moveaxis(sums, -2, 0)
    variation = squares - _divided(voted**2, known)
    varies = variation > 1e-9 * np.maximum(known, 1)
    each = np.where(varies, 1 - np.divide(off, variation, out=np.zeros_like(off), where=varies), 0)
    return _divided(each.sum(axis=-1), varies.sum(axis=-1).astype(np.float64))


def _divided(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """part / whole, and 0 where the whole is 0."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


STATISTICS = {
    "rmse": Statistic(_overall, _root),
    "mse": Statistic(_overall, _mean),
    "r2_global": Statistic(_together, lambda sums: _explained(sums[..., None])),
    "r2_columns": Statistic(_each, lambda sums: _explained(sums.reshape(*sums.shape[:-1], 4, -1))),
    "kaggle_rmse": Statistic(_cumulative, _root),
}


def measured(predictions: Sequence[Predictions], key: str, weights: np.ndarray) -> np.ndarray:
    """One of STATISTICS of m models on the same images, float64 (b, m), where image i counts weights[:, i] times:
    float32 (b, n), images by rising row."""
    statistic, exact = STATISTICS[key], weights.astype(np.float64)
    values = [statistic.of(exact @ statistic.columns(answers)[np.argsort(answers.rows)]) for answers in predictions]
    return np.stack(values, axis=1)


def bootstrapped(pairs: Sequence[tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]], seed: int = 0) -> list[Score]:
    """Scores of numbers of each image (n, c), each with what makes a score of their sums, with percentile intervals
    over 2,000 resamples of the images (Efron 1979, Ann. Stat. 7, 1). All see the same resamples. At least one image."""
    n, random = len(pairs[0][0]), np.random.default_rng(seed)
    together = np.concatenate([columns for columns, _ in pairs], axis=1)
    ends = np.cumsum([columns.shape[1] for columns, _ in pairs])
    sums, step = [together.sum(axis=0, keepdims=True)], max(1, BLOCK // n)
    for first in range(0, RESAMPLES, step):
        size = min(step, RESAMPLES - first)
        drawn = random.integers(n, size=(size, n)) + n * np.arange(size)[:, None]
        sums.append(np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n) @ together)
    parts = np.split(np.concatenate(sums), ends[:-1], axis=1)
    return [_scored(of(part), n) for part, (_, of) in zip(parts, pairs, strict=True)]


def _scored(values: np.ndarray, n: int) -> Score:
    """The first is the score; the others are those of the resamples."""
    value = float(values[0])
    low, high = np.quantile(values[1:], (0.025, 0.975))
    return Score(value, min(float(low), value), max(float(high), value), n)
