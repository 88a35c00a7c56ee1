"""What is taken for what: the images behind the cells of a confusion matrix, and the pairs most often confused."""

import numpy as np

from galaxy_core import UsageError
from galaxy_core.evaluation.predictions import Predictions

ORDERS = ("surest", "least sure", "right")


def mistakes(
    predictions: Predictions, true: int | None = None, predicted: int | None = None, order: str = "surest"
) -> np.ndarray:
    """Positions in the predictions, int64 (m,), of the images that are wrong, optionally of one row, column or cell.

    `true` and `predicted` are class numbers. With both, exactly the images of that cell come back, also on the
    diagonal. `order`: "surest" first, "least sure" first, or "right": the images that are right, surest first. Of
    equally sure ones the earlier position comes first. Raises UsageError for another order or class.
    """
    if order not in ORDERS:
        raise UsageError(f"“{order}” is not an order of images: choose {', '.join(ORDERS)}.")
    chosen = np.ones(predictions.n, dtype=bool)
    for number, values in ((true, predictions.labels), (predicted, predictions.predicted)):
        if number is not None:
            chosen &= values == _known_class(predictions, number)
    if true is None or predicted is None:
        chosen &= predictions.right if order == "right" else ~predictions.right
    positions = np.flatnonzero(chosen)
    confidence = predictions.confidence[positions]
    return positions[np.argsort(confidence if order == "least sure" else -confidence, kind="stable")]


def confused_pairs(predictions: Predictions) -> list[tuple[int, int, int, int]]:
    """Pairs of classes as (true, predicted, count, n_true), the most frequent first; none without images.

    "`true` is taken for `predicted` in `count` of `n_true`". Of equal counts, the larger share of its class is first.
    """
    confusion = predictions.confusion
    n_true = confusion.sum(axis=1)
    pairs = [
        (int(true), int(predicted), int(confusion[true, predicted]), int(n_true[true]))
        for true, predicted in zip(*np.nonzero(confusion), strict=True)
        if true != predicted
    ]
    return sorted(pairs, key=lambda pair: (-pair[2], pair[3], pair[0], pair[1]))


def _known_class(predictions: Predictions, number: int) -> int:
    k = len(predictions.classes)
    if not 0 <= number < k:
        raise UsageError(f"Class {number} doesn't exist: the {k} classes have the numbers 0…{k - 1}.")
    return number
