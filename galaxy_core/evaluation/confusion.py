"""What is taken for what: the images behind the cells of a confusion matrix, and the pairs most often confused."""

import numpy as np

from galaxy_core import DataError, UsageError
from galaxy_core.tasks.classification.predictions import Predictions

ORDERS = ("mistakes", "least certain", "right")


def images(
    predictions: Predictions, true: int | None = None, predicted: int | None = None, order: str = "mistakes"
) -> np.ndarray:
    """Positions in the predictions, int64 (m,), of all images, optionally of one row, column or cell of the matrix.

    `true` and `predicted` are class numbers. `order` is one of ORDERS: "mistakes": the wrong ones first, the surest
    first, then the right ones, the least sure first; "least certain": the least sure first; "right": only those that
    are right, the surest first. Of equally sure ones the earlier position comes first. Raises UsageError for another
    order or class.
    """
    if order not in ORDERS:
        raise UsageError(f"“{order}” is not an order of images: choose {', '.join(ORDERS)}.")
    positions = _chosen(predictions, true, predicted)
    right, confidence = predictions.right[positions], predictions.confidence[positions]
    if order == "right":
        return positions[right][np.argsort(-confidence[right], kind="stable")]
    if order == "mistakes":  # confidence is positive: the wrong ones, negative, stand before the right ones
        confidence = np.where(right, confidence, -confidence)
    return positions[np.argsort(confidence, kind="stable")]


def mistakes(predictions: Predictions, true: int | None = None, predicted: int | None = None) -> np.ndarray:
    """Positions in the predictions, int64 (m,), of the images that are wrong, optionally of one row, column or cell.

    `true` and `predicted` are class numbers. With both, exactly the images of that cell come back, also on the
    diagonal. The surest come first; of equally sure ones the earlier position. Raises UsageError for another class.
    """
    positions = _chosen(predictions, true, predicted)
    if true is None or predicted is None:
        positions = positions[~predictions.right[positions]]
    return positions[np.argsort(-predictions.confidence[positions], kind="stable")]


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


def by_similarity(confusion: np.ndarray) -> np.ndarray:
    """An order of the classes, int64 (k,), in which those that are most often confused stand together.

    `confusion` is int64 (k, k), row = true class. Two classes are as near as the mean of the shares of each that are
    taken for the other; average linkage joins them to a tree, whose leaves are then ordered so that neighbours are as
    near as they can be (Bar-Joseph et al. 2001, Bioinformatics 17, S22). Of an order and its reverse, the one that
    begins with the lower class number; without a mistake, 0…k-1. Raises DataError for a matrix that isn't square.
    """
    confusion = np.asarray(confusion)
    k = len(confusion)
    if confusion.shape != (k, k):
        raise DataError(f"A confusion matrix is square, but this one has the shape {confusion.shape}.")
    if k < 3 or confusion.sum() == np.trace(confusion):  # nothing is confused: any order would do
        return np.arange(k)
    from scipy.cluster import hierarchy

    n_true = confusion.sum(axis=1, keepdims=True)
    shares = confusion / np.maximum(n_true, 1)  # a class without images is taken for nothing
    distances = (1 - (shares + shares.T) / 2)[np.triu_indices(k, 1)]
    tree = hierarchy.linkage(distances, "average")
    order = hierarchy.leaves_list(hierarchy.optimal_leaf_ordering(tree, distances)).astype(np.int64)
    return order if order[0] < order[-1] else order[::-1].copy()


def _chosen(predictions: Predictions, true: int | None, predicted: int | None) -> np.ndarray:
    """Positions, int64 (m,), of the images of a cell, a row, a column, or of all."""
    chosen = np.ones(predictions.n, dtype=bool)
    for number, values in ((true, predictions.labels), (predicted, predictions.predicted)):
        if number is not None:
            chosen &= values == _known_class(predictions, number)
    return np.flatnonzero(chosen)


def _known_class(predictions: Predictions, number: int) -> int:
    k = len(predictions.classes)
    if not 0 <= number < k:
        raise UsageError(f"Class {number} doesn't exist: the {k} classes have the numbers 0…{k - 1}.")
    return number
