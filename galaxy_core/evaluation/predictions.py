"""What one model said about the images of one part of a split."""

from dataclasses import dataclass

import numpy as np

from galaxy_core import DataError

TOLERANCE = 1e-3  # float32 and half-precision softmax add up to 1 within this


@dataclass(frozen=True, eq=False)
class Predictions:
    """Probabilities of every class for n images whose true class is known.

    Takes any integers and floats and keeps the dtypes below. Raises DataError for wrong shapes, for labels outside
    0…k-1, for a row that stands there twice, and for probabilities that aren't finite, lie outside 0…1 or don't sum
    to 1 within 0.001.
    """

    rows: np.ndarray  # int64 (n,), distinct rows of the data set, in any order
    labels: np.ndarray  # int64 (n,), true class numbers 0…k-1
    probabilities: np.ndarray  # float32 (n, k), each row sums to 1
    classes: tuple[str, ...]  # k names

    def __post_init__(self) -> None:
        for name, value in (
            ("rows", _whole_numbers(self.rows, "row numbers")),
            ("labels", _whole_numbers(self.labels, "labels")),
            ("probabilities", np.asarray(self.probabilities, dtype=np.float32)),
            ("classes", tuple(self.classes)),
        ):
            object.__setattr__(self, name, value)  # frozen for everybody else
        _check_shapes(self)
        _check_labels(self)
        _check_probabilities(self.probabilities)

    @property
    def n(self) -> int:
        """Number of images."""
        return len(self.labels)

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


def _whole_numbers(values: np.ndarray, what: str) -> np.ndarray:
    values = np.asarray(values)
    if len(values.shape) != 1:
        raise DataError(f"The {what} of the predictions have the shape {values.shape}: one number per image is needed.")
    if values.dtype.kind not in "iu" and len(values):
        raise DataError(f"The {what} of the predictions are {values.dtype}: whole numbers are needed.")
    return values.astype(np.int64)


def _check_shapes(predictions: Predictions) -> None:
    n, k = len(predictions.labels), len(predictions.classes)
    if k == 0:
        raise DataError("The predictions name no classes: at least one is needed.")
    if len(predictions.rows) != n:
        raise DataError(f"The predictions have {len(predictions.rows)} row numbers but {n} labels: one each is needed.")
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
    ordered = np.sort(predictions.rows)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    if len(again):  # an image counted twice would make every interval too narrow
        raise DataError(f"Row {again[0]} stands in the predictions more than once: each image may count once.")


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
