"""Two models on the same images: whether one is significantly better."""

import math
from dataclasses import dataclass

import numpy as np

from galaxy_core import DataError, UsageError
from galaxy_core.intervals import wilson
from galaxy_core.tasks.classification.predictions import Predictions

ALPHA = 0.05  # the level of significance: chance alone makes such a difference in fewer than 1 of 20 comparisons


@dataclass(frozen=True)
class Paired:
    """How two models do on the same n images; counts of images, shares 0…1."""

    n: int
    both: int  # right in both
    only_a: int
    only_b: int
    neither: int
    difference: float  # accuracy of a minus accuracy of b, -1…1
    low: float  # its 95 % interval
    high: float
    p: float  # exact McNemar test, two-sided: how often chance alone makes a difference as large

    @property
    def significant(self) -> bool:
        """Whether p < 0.05."""
        return self.p < ALPHA


def paired(a: Predictions, b: Predictions) -> Paired:
    """Compares two models image by image, in whatever order each has the images.

    Test: McNemar (1947, Psychometrika 12, 153), exact: of the images that just one model gets right, each model has
    half if they are equally good. Interval: Newcombe (1998, Stat. Med. 17, 2635), method 10, which keeps its 95 %
    with few images and stays within -1…1. The exact test is the more careful of the two, so near the edge an interval
    may leave out 0 where the difference still isn't significant.

    Raises UsageError where classes, images or their labels differ, DataError where there are no images.
    """
    in_a, in_b = in_the_same_order(a, b)
    return of_right(a.right[in_a], b.right[in_b])


def of_right(right_a: np.ndarray, right_b: np.ndarray) -> Paired:
    """The same of whatever answers the same n ≥ 1 images: whether each is right on each of them, bool (n,)."""
    both, neither = int((right_a & right_b).sum()), int((~right_a & ~right_b).sum())
    only_a, only_b = int((right_a & ~right_b).sum()), int((~right_a & right_b).sum())
    low, high = newcombe(both, only_a, only_b, neither)
    n = len(right_a)
    return Paired(n, both, only_a, only_b, neither, (only_a - only_b) / n, low, high, mcnemar(only_a, only_b))


def mcnemar(only_a: int, only_b: int) -> float:
    """The exact two-sided p, 0…1, equal to `scipy.stats.binomtest(only_a, only_a + only_b).pvalue`.

    Summed in whole numbers, which is exact for any count and spares the second that importing scipy.stats takes.
    """
    total, ways, tail = only_a + only_b, 1, 0
    for number in range(min(only_a, only_b) + 1):
        tail += ways
        ways = ways * (total - number) // (number + 1)
    return min(1.0, 2 * tail / 2**total)


def newcombe(both: int, only_a: int, only_b: int, neither: int) -> tuple[float, float]:
    """The 95 % interval of the difference of two paired shares, a minus b: Newcombe's method 10."""
    n = both + only_a + only_b + neither
    right_a, right_b = both + only_a, both + only_b
    share_a, share_b = right_a / n, right_b / n
    (low_a, high_a), (low_b, high_b) = wilson(right_a, n), wilson(right_b, n)
    together: float = both * neither - only_a * only_b
    if together > 0:
        together = max(together - n / 2, 0)  # Newcombe's correction for whole numbers
    product = math.sqrt(right_a * (n - right_a) * right_b * (n - right_b))
    correlation = together / product if product else 0.0
    down = _combine(share_a - low_a, high_b - share_b, correlation)
    up = _combine(high_a - share_a, share_b - low_b, correlation)
    return share_a - share_b - down, share_a - share_b + up


def in_the_same_order(a: Predictions, b: Predictions) -> tuple[np.ndarray, np.ndarray]:
    """Positions in a and in b, int64 (n,) each, of the same images, by rising row. Raises like `paired`."""
    if a.classes != b.classes:
        raise UsageError("The two runs know different classes, so they can't be compared image by image.")
    in_a, in_b = np.argsort(a.rows), np.argsort(b.rows)
    if not np.array_equal(a.rows[in_a], b.rows[in_b]):
        raise UsageError(
            "The two runs were scored on different images, so they can't be compared image by image: "
            "choose runs with the same data set, split and seed."
        )
    if not np.array_equal(a.labels[in_a], b.labels[in_b]):
        raise UsageError(
            "The two runs have different true classes for the same images: the data set has changed between them. "
            "Train both again."
        )
    if a.n == 0:
        raise DataError("There are no images to compare: this part of the split is empty.")
    return in_a, in_b


def _combine(first: float, second: float, correlation: float) -> float:
    # of two equal lengths with correlation 1, rounding may leave a tiny negative square
    return math.sqrt(max(0.0, first**2 - 2 * correlation * first * second + second**2))
