"""Calibration: how far a model's certainty can be believed, and the temperature that mends it."""

from dataclasses import dataclass, replace

import numpy as np

from galaxy_core import DataError, UsageError
from galaxy_core.intervals import Score, proportion
from galaxy_core.tasks.classification.predictions import Predictions
from galaxy_core.tasks.classification.scoring import LEAST

BINS = 10
ENOUGH = 20  # images from which "right about 9 times in 10" may be said
NEAR = 1 / BINS  # certainties further apart than a bin is wide are not "this sure"
COLDEST, HOTTEST = 0.05, 20.0  # temperatures
NOTHING = 1e-9  # nats: a temperature that makes the loss less by no more than this is none


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
    gaps = sum(
        bin_.count * abs(bin_.right.value - bin_.confidence)
        for bin_ in bins
        if bin_.right is not None and bin_.confidence is not None
    )
    return Calibration(bins, float(gaps / predictions.n))


def right_when_this_sure(predictions: Predictions, confidence: float) -> tuple[float, int] | None:
    """(share that is right 0…1, number of images) among images about which the model was about as sure.

    Taken from the bin of at least 20 images whose mean certainty is nearest to `confidence` (0…1). None where that
    is more than 0.1 away: then the model was hardly ever this sure, and nothing can be said. Raises UsageError for a
    certainty outside 0…1.
    """
    if not 0 <= confidence <= 1 + 1e-3:  # float32 probabilities may sum to a little more than 1
        raise UsageError(f"A certainty of {confidence} doesn't exist: it lies between 0 and 1.")
    nearest = spoken_of(calibration(predictions), confidence)
    if nearest.right is None or nearest.confidence is None:  # it has no images
        return None
    if nearest.count < ENOUGH or abs(nearest.confidence - confidence) > NEAR:
        return None
    return nearest.right.value, nearest.count


def spoken_of(calibrated: Calibration, confidence: float) -> Bin:
    """The bin to speak of a certainty 0…1 by: of those with at least 20 images the one whose mean certainty is nearest.

    Where none has so many, the one with most images.
    """
    distances = [
        (abs(bin_.confidence - confidence), number)
        for number, bin_ in enumerate(calibrated.bins)
        if bin_.confidence is not None and bin_.count >= ENOUGH
    ]
    if distances:
        return calibrated.bins[min(distances)[1]]
    return max(calibrated.bins, key=lambda bin_: bin_.count)


def temperature(validation: Predictions) -> float:
    """The temperature, 0.05…20, by which a model's certainties come nearest to what comes true; 1 changes nothing.

    Guo et al. (2017, ICML, arXiv:1706.04599): softmax(log p / T) with the T that makes the cross-entropy on these
    images least; above 1 it is too sure of itself. Fit it on validation images and apply it to others. As in the loss,
    a probability below 1e-7 counts as that. Raises DataError where there are no images.
    """
    if validation.n == 0:
        raise DataError("There are no validation images to fit a temperature on: this part of the split is empty.")
    from scipy.optimize import minimize_scalar

    logs, image = _logs(validation), np.arange(validation.n)

    def loss(log_t: float) -> float:
        return float(-np.log(_softmax(logs / np.exp(log_t))[image, validation.labels]).mean())

    minimum = minimize_scalar(loss, bounds=np.log((COLDEST, HOTTEST)), method="bounded", options={"xatol": 1e-7})
    return float(np.exp(minimum.x)) if minimum.fun < loss(0) - NOTHING else 1.0


def tempered(predictions: Predictions, t: float) -> Predictions:
    """The predictions with probabilities softmax(log p / t): other certainties, the same classes.

    Raises UsageError for a temperature that isn't a number above 0.
    """
    if not 0 < t < np.inf:
        raise UsageError(f"A temperature of {t} doesn't exist: it is a number above 0.")
    return replace(predictions, outputs=_softmax(_logs(predictions) / t))


def _logs(predictions: Predictions) -> np.ndarray:
    return np.log(np.clip(predictions.probabilities.astype(np.float64), LEAST, 1))


def _softmax(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _bin(index: int, confidence: np.ndarray, right: np.ndarray) -> Bin:
    mean = float(confidence.mean()) if len(confidence) else None
    return Bin(index / BINS, (index + 1) / BINS, len(right), mean, proportion(int(right.sum()), len(right)))
