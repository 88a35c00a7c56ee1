"""Calibration: how far a model's certainty can be believed."""

from dataclasses import dataclass

import numpy as np

from galaxy_core import DataError, UsageError
from galaxy_core.evaluation.intervals import Score, proportion
from galaxy_core.evaluation.predictions import Predictions

BINS = 10
ENOUGH = 20  # images from which "right about 9 times in 10" may be said
NEAR = 1 / BINS  # certainties further apart than a bin is wide are not "this sure"


@dataclass(frozen=True)
class Bin:
    """The images whose certainty lies in (low, high]; `confidence` and `right` are None where there are none."""

    low: float
    high: float
    count: int
    confidence: float | None  # mean certainty
    right: Score | None  # share that is right, with Wilson's 95 % interval


@dataclass(frozen=True)
class Calibration:
    """The reliability table, ten bins of equal width from 0 to 1, and the expected calibration error, 0…1."""

    bins: tuple[Bin, ...]
    ece: float


def calibration(predictions: Predictions) -> Calibration:
    """How often the model is right at each degree of certainty.

    Guo et al. (2017, ICML, arXiv:1706.04599): the expected calibration error is the mean distance between the share
    that is right and the mean certainty of a bin, weighted by its images. Raises DataError where there are no images.
    """
    if predictions.n == 0:
        raise DataError("There are no images to compare certainty on: this part of the split is empty.")
    confidence = predictions.confidence.astype(np.float64)
    number = np.clip(np.ceil(confidence * BINS) - 1, 0, BINS - 1).astype(np.int64)
    bins = tuple(_bin(index, confidence[number == index], predictions.right[number == index]) for index in range(BINS))
    gaps = sum(one.count * abs(one.right.value - one.confidence) for one in bins if one.count)
    return Calibration(bins, float(gaps / predictions.n))


def right_when_this_sure(predictions: Predictions, confidence: float) -> tuple[float, int] | None:
    """(share that is right 0…1, number of images) among images about which the model was about as sure.

    Taken from the bin of at least 20 images whose mean certainty is nearest to `confidence` (0…1). None where that
    is more than 0.1 away: then the model was hardly ever this sure, and nothing can be said. Raises UsageError for a
    certainty outside 0…1.
    """
    if not 0 <= confidence <= 1 + 1e-3:  # float32 probabilities may sum to a little more than 1
        raise UsageError(f"A certainty of {confidence} doesn't exist: it lies between 0 and 1.")
    enough = [one for one in calibration(predictions).bins if one.count >= ENOUGH]
    nearest = min(enough, key=lambda one: abs(one.confidence - confidence), default=None)
    if nearest is None or abs(nearest.confidence - confidence) > NEAR:
        return None
    return nearest.right.value, nearest.count


def _bin(index: int, confidence: np.ndarray, right: np.ndarray) -> Bin:
    mean = float(confidence.mean()) if len(confidence) else None
    return Bin(index / BINS, (index + 1) / BINS, len(right), mean, proportion(int(right.sum()), len(right)))
