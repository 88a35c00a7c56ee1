"""Accuracy against coverage: how good a model is when it may leave to a person what it is least sure of."""

from dataclasses import dataclass

import numpy as np

from galaxy_core import DataError, UsageError
from galaxy_core.intervals import Score, proportion
from galaxy_core.tasks.classification.predictions import Predictions

STEPS = 20  # coverages 1, 0.95 … 0.05


@dataclass(frozen=True)
class SelectiveAccuracy:
    """What it answers when it need only answer where its certainty is at least `least`."""

    coverage: float  # share of the images that it answers, above 0…1
    least: float  # certainty, 0…1
    accuracy: Score  # on the images that it answers, with Wilson's 95 % interval


def coverages(predictions: Predictions) -> list[SelectiveAccuracy]:
    """Accuracy at coverages of at least 1, 0.95 … 0.05, the largest first (El-Yaniv & Wiener 2010, JMLR 11, 1605).

    Images of which it is equally sure are all answered or all left, so that the order of the images decides nothing;
    where that makes two coverages the same, it stands there once. Raises DataError where there are no images.
    """
    answered, right, least = _thresholds(predictions)
    counts = -(-predictions.n * np.arange(STEPS, 0, -1) // STEPS)  # images, rounded up
    places = dict.fromkeys(np.searchsorted(answered, counts).tolist())
    return [_covered(answered[at], right[at], least[at], predictions.n) for at in places]


def answering(predictions: Predictions, wanted_accuracy: float) -> SelectiveAccuracy | None:
    """The largest coverage at which the accuracy reaches the wanted one, 0…1; None where it reaches it nowhere.

    It is found on these very images: on others of the same kind the accuracy is a little lower. Raises UsageError for
    an accuracy outside 0…1, DataError where there are no images.
    """
    if not 0 <= wanted_accuracy <= 1:
        raise UsageError(f"An accuracy of {wanted_accuracy} doesn't exist: it lies between 0 and 1.")
    answered, right, least = _thresholds(predictions)
    reached = np.flatnonzero(right / answered >= wanted_accuracy)
    if not len(reached):
        return None
    return _covered(answered[reached[-1]], right[reached[-1]], least[reached[-1]], predictions.n)


def _thresholds(predictions: Predictions) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For every certainty that occurs, the highest first: images as sure or surer, those right of them, and itself."""
    if predictions.n == 0:
        raise DataError("There are no images to answer: this part of the split is empty.")
    order = np.argsort(-predictions.confidence, kind="stable")
    sure = predictions.confidence[order].astype(np.float64)
    last = np.append(np.flatnonzero(np.diff(sure)), predictions.n - 1)  # of those equally sure
    return last + 1, np.cumsum(predictions.right[order])[last], sure[last]


def _covered(answered: int, right: int, least: float, n: int) -> SelectiveAccuracy:
    accuracy = proportion(int(right), int(answered))
    assert accuracy is not None  # the surest image at least is answered
    return SelectiveAccuracy(float(answered / n), float(least), accuracy)
