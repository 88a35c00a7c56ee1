"""How good a model is: one set of scores over all classes, one line per class, and what the baseline reaches."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from galaxy_core import DataError, tasks
from galaxy_core.intervals import Score, proportion, wilson
from galaxy_core.tasks.classification.margins import balanced_accuracy_of, bootstrap, macro_f1_of, margins
from galaxy_core.tasks.classification.predictions import Predictions

LEAST = 1e-7  # a class called impossible costs this probability's loss, 16.1, instead of infinity


@dataclass(frozen=True, eq=False)
class Scores(tasks.Scores):
    """The scores of one part of a split, each with its 95 % interval; the loss is the mean cross-entropy,
    0…16.1 nats."""

    confusion: np.ndarray  # int64 (k, k), rows = true class

    @property
    def accuracy(self) -> Score:
        """Equals F1-micro: with one class per image, both count the images that are right."""
        return self.values["accuracy"]

    @property
    def macro_f1(self) -> Score:
        """The mean F1 over all classes."""
        return self.values["macro_f1"]

    @property
    def balanced_accuracy(self) -> Score:
        """The mean recall of the classes that occur."""
        return self.values["balanced_accuracy"]

    def as_json(self) -> dict[str, Any]:
        """The same keys, and the confusion matrix."""
        return super().as_json() | {"confusion": self.confusion.tolist()}


@dataclass(frozen=True)
class ClassScore:
    """One class: `n` images truly in it, `predicted_n` called it; a score is None where it has no images."""

    name: str
    n: int
    predicted_n: int
    precision: Score | None  # of the images called this class, the share that is in it
    recall: Score | None  # of the images in this class, the share that is called it
    f1: Score | None  # the harmonic mean of both


def scores(predictions: Predictions, seed: int = 0) -> Scores:
    """Accuracy, macro-F1, balanced accuracy and loss, equal to scikit-learn's on the same predictions.

    Macro-F1 is the mean over *all* classes, and a class that neither occurs nor is ever called counts 0:
    `f1_score(average="macro", labels=range(k), zero_division=0)`. Balanced accuracy is the mean recall of the
    classes that occur. Accuracy has Wilson's interval, the other two a bootstrap over images, drawn with `seed`.
    Raises DataError where there are no images.
    """
    if predictions.n == 0:
        raise DataError("There are no images to score: this part of the split is empty.")
    confusion, n = predictions.confusion, predictions.n
    right = int(np.trace(confusion))
    macro_f1, balanced_accuracy = bootstrap(confusion, (macro_f1_of, balanced_accuracy_of), seed)
    accuracy = Score(right / n, *wilson(right, n), n)
    values = {"accuracy": accuracy, "macro_f1": macro_f1, "balanced_accuracy": balanced_accuracy}
    return Scores(n, values, _loss(predictions), confusion)


def per_class(predictions: Predictions) -> list[ClassScore]:
    """Precision, recall and F1 of every class with Wilson's 95 % intervals, in the order of the classes."""
    counts = (margin.astype(int).tolist() for margin in margins(predictions.confusion))
    return [
        ClassScore(name, n, called, proportion(right, called), proportion(right, n), _f1(right, n + called - right))
        for name, right, n, called in zip(predictions.classes, *counts, strict=True)
    ]


def majority(labels_train: np.ndarray, labels_test: np.ndarray) -> Score:
    """What always guessing the most frequent training class reaches on the test labels, with Wilson's interval.

    Labels are class numbers ≥ 0; of equally frequent classes the lowest number is guessed. Raises DataError where
    either is empty.
    """
    if len(labels_train) == 0 or len(labels_test) == 0:
        raise DataError("Guessing the most frequent class needs training and test images: one of them is empty.")
    guess = np.bincount(labels_train).argmax()
    score = proportion(int((np.asarray(labels_test) == guess).sum()), len(labels_test))
    assert score is not None  # there are test images
    return score


def _f1(right: int, involved: int) -> Score | None:
    """F1 = 2s / (1 + s), with s the share that is right among the images truly in or called the class.

    Given their number, s is a plain share of images, so Wilson's interval of s, bent the same way, is one of F1.
    """
    share = proportion(right, involved)
    if share is None:
        return None
    value, low, high = (2 * s / (1 + s) for s in (share.value, share.low, share.high))
    return Score(value, low, high, share.n)


def _loss(predictions: Predictions) -> float:
    chance = predictions.probabilities[np.arange(predictions.n), predictions.labels].astype(np.float64)
    return float(-np.log(np.clip(chance, LEAST, 1)).mean())
