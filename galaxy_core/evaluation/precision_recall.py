"""Precision against recall: what each class gains and loses when less, or more, certainty is asked for."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.intervals import Score, wilson
from galaxy_core.tasks.classification.predictions import Predictions

STEPS = 99  # of recall: with the lowest and highest precision of each, and of recall 1, a drawing has 200 points


@dataclass(frozen=True, eq=False)
class Curve:
    """Precision and recall of one class of n images, when it is named from some probability on: highest first.

    It begins with recall 0 and precision 1 and ends with recall 1, where the class is named for every image.
    """

    label: int
    n: int  # images truly in the class, at least 1
    recall: np.ndarray  # float64 (m,), 0…1, rising
    precision: np.ndarray  # float64 (m,), 0…1
    average: Score  # average precision: the mean precision over all steps of recall, with its 95 % interval


def precision_recall(predictions: Predictions) -> list[Curve | None]:
    """The curve of every class, in the order of the classes; None for a class without images.

    Equal to scikit-learn's `precision_recall_curve` in reverse and `average_precision_score` (Salton & McGill 1983,
    Introduction to Modern Information Retrieval). Images to which the model gives the same probability of a class
    stand together: no threshold parts them.

    The interval of the average precision is Wilson's, as if it were a share of the images of the class (the binomial
    interval of Boyd, Eng & Page 2013, LNCS 8190, 451). Measured on drawn test sets of 300 and 1,774 images, classes of
    10 % and 30 %: it holds the true value in 94–100 % of them; in 90–100 % where only 6 images are of the class.
    """
    return [_curve(predictions, label) for label in range(len(predictions.classes))]


def thinned(curve: Curve) -> list[tuple[float, float]]:
    """At most 200 points (recall, precision) to draw a curve by, in its order, its first and last among them.

    Of each hundredth of recall the highest and the lowest precision stay, so that no peak is lost.
    """
    step = (curve.recall * STEPS).astype(np.int64)  # only recall 1 is in the last one
    kept = set()
    for start, stop in zip(*_runs(step), strict=True):
        precision = curve.precision[start:stop]
        kept |= {start + int(precision.argmax()), start + len(precision) - 1 - int(precision[::-1].argmin())}
    return [(float(curve.recall[at]), float(curve.precision[at])) for at in sorted(kept)]


def _curve(predictions: Predictions, label: int) -> Curve | None:
    mine, sure = predictions.labels == label, predictions.probabilities[:, label]
    n = int(mine.sum())
    if n == 0:
        return None
    order = np.argsort(-sure, kind="stable")
    last = _runs(sure[order])[1] - 1  # of those equally sure
    right = np.cumsum(mine[order])[last]
    recall, precision = np.append(0.0, right / n), np.append(1.0, right / (last + 1))
    average = min(1.0, float(np.sum(np.diff(recall) * precision[1:])))
    return Curve(label, n, recall, precision, Score(average, *wilson(average * n, n), n))


def _runs(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where runs of equal neighbours begin, and where they are over: int64 (r,) each."""
    edges = np.flatnonzero(np.diff(values)) + 1
    return np.append(0, edges), np.append(edges, len(values))
