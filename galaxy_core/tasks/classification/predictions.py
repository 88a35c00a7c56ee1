"""What one model said about the class of the images of one part of a split."""

from dataclasses import dataclass

import numpy as np

from galaxy_core import DataError, UsageError, tasks

TOLERANCE = 1e-3  # float32 and half-precision softmax add up to 1 within this


@dataclass(frozen=True, eq=False)
class Predictions(tasks.Predictions):
    """Probabilities of every class for n images whose true class is known.

    `targets` are the labels, int64 (n,), true class numbers 0…k-1; `outputs` the probabilities, float32 (n, k), each
    row sums to 1; `names` the k classes. Takes any integers and floats and keeps these dtypes. Raises DataError for
    wrong shapes, for labels outside 0…k-1, for a row that stands there twice, and for probabilities that aren't finite,
    lie outside 0…1 or don't sum to 1 within 0.001.
    """

    @classmethod
    def of(cls, predictions: tasks.Predictions) -> "Predictions":
        """The same, for what needs classes. Raises UsageError for what a model said that has learned something else."""
        if not isinstance(predictions, cls):
            raise UsageError("This model doesn't tell classes apart: choose one that does.")
        return predictions

    def __post_init__(self) -> None:
        object.__setattr__(self, "targets", tasks.whole_numbers(self.targets, "labels"))
        super().__post_init__()
        _check_shapes(self)
        _check_labels(self)
        _check_probabilities(self.probabilities)

    @property
    def labels(self) -> np.ndarray:
        """True class numbers, int64 (n,)."""
        return self.targets

    @property
    def probabilities(self) -> np.ndarray:
        """Of each class, float32 (n, k)."""
        return self.outputs

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the k classes."""
        return self.names

    @property
    def predicted(self) -> np.ndarray:
        """The most probable class, int64 (n,); of equally probable ones the lowest number."""
        return self.probabilities.argmax(axis=1)

    @property
    def confidence(self) -> np.ndarray:
        """The probability of the predicted class, float32 (n,), 1/k…1."""
        return self.probabilities.max(axis=1)

    @property
    def right(self) -> np.ndarray:
        """Whether the predicted class is the true one, bool (n,)."""
        return self.predicted == self.labels

    @property
    def confusion(self) -> np.ndarray:
        """Counts, int64 (k, k): row = true class, column = predicted class."""
        k = len(self.classes)
        return np.bincount(self.labels * k + self.predicted, minlength=k * k).reshape(k, k)


def _check_shapes(predictions: Predictions) -> None:
    n, k = len(predictions.labels), len(predictions.classes)
    if k == 0:
        raise DataError("The predictions name no classes: at least one is needed.")
    if predictions.probabilities.shape != (n, k):
        raise DataError(
            f"The probabilities have the shape {predictions.probabilities.shape}: "
            f"{n} images and {k} classes need {(n, k)}."
        )


def _check_labels(predictions: Predictions) -> None:
    k = len(predictions.classes)
    outside = predictions.labels[(predictions.labels < 0) | (predictions.labels >= k)]
    if len(outside):
        raise DataError(f"The label {outside[0]} isn't one of the {k} classes, 0…{k - 1}.")


def _check_probabilities(probabilities: np.ndarray) -> None:
    broken = np.flatnonzero(~np.isfinite(probabilities).all(axis=1))
    if len(broken):
        raise DataError(f"The probabilities of image {broken[0]} aren't all numbers: the model's output is broken.")
    sums = probabilities.sum(axis=1, dtype=np.float64)
    wrong = np.flatnonzero((np.abs(sums - 1) > TOLERANCE) | (probabilities.min(axis=1, initial=0) < -TOLERANCE))
    if len(wrong):
        raise DataError(
            f"The probabilities of image {wrong[0]} sum to {sums[wrong[0]]:.4g} and the lowest is "
            f"{probabilities[wrong[0]].min():.4g}: shares from 0 to 1 that sum to 1 are needed."
        )
