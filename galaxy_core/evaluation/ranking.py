"""Whether the run that validation images chose is significantly better than others, on the same test images."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np

from galaxy_core import AbsentError
from galaxy_core.evaluation import stored
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.evaluation.pairing import ALPHA, mcnemar, newcombe
from galaxy_core.evaluation.resampling import between, resampled
from galaxy_core.tasks import Predictions, Task

MOST = 12  # runs that are compared at once
GRID = 4000  # places at which an integral is summed


@dataclass(frozen=True)
class Against:
    """The best run against another one, on the same images,
    and how often chance alone makes as much of a difference."""

    line: RunScore  # the other one
    difference: float  # by how much the best is better, in the unit of the measure
    low: float  # its 95 % interval
    high: float
    p: float  # two-sided, of this pair alone
    corrected: float  # the same, as one of all that the best is compared with

    @property
    def significant(self) -> bool:
        """Whether the corrected p < 0.05."""
        return self.corrected < ALPHA


@dataclass(frozen=True)
class Ranking:
    """The best run on validation images, the next ones on its test images against it there, and those that nothing can
    be said of."""

    best: RunScore
    n: int  # test images
    against: tuple[Against, ...]  # the next best on validation images first
    more: int  # runs on the same images that stand too far down to be compared
    elsewhere: tuple[RunScore, ...]  # tested on other images

    @property
    def comparisons(self) -> int:
        """How many the p's are corrected for."""
        return len(self.against)

    @property
    def beaten(self) -> tuple[Against, ...]:
        """Those than which the best one is significantly better."""
        return tuple(other for other in self.against if other.significant and other.difference > 0)

    @property
    def ahead(self) -> tuple[Against, ...]:
        """Those that are significantly better on the test images, though validation images chose otherwise."""
        return tuple(other for other in self.against if other.significant and other.difference < 0)

    @property
    def close(self) -> tuple[Against, ...]:
        """Those of which neither can be said."""
        return tuple(other for other in self.against if not other.significant)


def same_images(lines: Sequence[RunScore], as_of: RunScore) -> tuple[list[RunScore], list[RunScore]]:
    """The lines whose runs were tested on the same images as one of them, with the same truth; and all others."""
    alike = [line for line in lines if line.summary.images == as_of.summary.images]
    return alike, [line for line in lines if line.summary.images != as_of.summary.images]


def against_best(lines: Sequence[RunScore], measure: str | None = None, most: int = MOST) -> Ranking | None:
    """The first of the lines against the next on the same test images, `most` in all; None without any line.

    `lines` are in the order of `comparison.best_first`, which goes by validation images; the measure is one of their
    task's SCORES, without one that by which it chooses. For the tests see `differences`. Raises UsageError for another.
    """
    best = next((line for line in lines if _stamp(line)), None)
    if best is None:
        return None
    measure = best.measure(measure).key
    alike, elsewhere = same_images(lines, best)
    readable = ((line, stamp) for line in alike if (stamp := _stamp(line)))  # read only as far as they are needed
    chosen = list(islice(readable, most))
    tests = _differences(tuple(stamp for _, stamp in chosen), measure)
    against = tuple(Against(line, *test) for (line, _), test in zip(chosen[1:], tests, strict=True))
    return Ranking(best, best.summary.n, against, len(alike) - len(chosen), tuple(elsewhere))


Difference = tuple[float, float, float, float, float]  # difference, low, high, p, corrected p


def differences(task: Task, predictions: Sequence[Predictions], measure: str) -> list[Difference]:
    """Of m models on the same images the first against each of the others: by how much it is better, with its 95 %
    interval, p, and the p as one of m − 1.

    Where the measure is the share of images that are right: McNemar's exact test and Newcombe's interval, as
    `pairing.paired`. Of others the paired bootstrap over images, its percentile interval, and as p the share of the
    resamples whose difference is as far from the observed one as that is from 0, (count + 1) / (2,000 + 1) (Davison &
    Hinkley 1997, Bootstrap Methods and their Application, 4.2).

    Corrected by Holm over the m − 1 tests. That is enough because the first was chosen by other images, those of
    validation: before these ones were looked at it was known what would be tested. (Of a best one that the same images
    had chosen, all m (m − 1) / 2 pairs would count.) Measured on 12 equally good models: in 3–6 % of drawn test sets of
    600 or 1,774 images any of them differs from the first; were that chosen by its test score, in 12–17 %.
    """
    if len(predictions) < 2:
        return []
    if task.measure(measure).counts_hits:
        right = [task.hits(each, measure)[np.argsort(each.rows)] for each in predictions]
        tests = [_exact(right[0], other) for other in right[1:]]
    else:
        tests = _bootstrapped(task, predictions, measure)
    corrected = holm([p for *_, p in tests])
    return [(*test, p) for test, p in zip(tests, corrected, strict=True)]


def holm(ps: Sequence[float]) -> list[float]:
    """The p's of several tests, corrected so that all verdicts together are wrong in at most 5 of 100 cases.

    The smallest is multiplied by their number, the next by one less, and so on; none becomes smaller than one before
    it, nor larger than 1 (Holm 1979, Scand. J. Stat. 6, 65). In the order given.
    """
    corrected, largest = [0.0] * len(ps), 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        largest = max(largest, min(1.0, (len(ps) - rank) * ps[place]))
        corrected[place] = largest
    return corrected


def optimism(lines: Sequence[RunScore], measure: str | None = None, most: int = MOST) -> float | None:
    """By how much the best of these runs by its *test* score would look better than it is, if all were equally good:
    in the unit of the measure; None of fewer than two that can be read.

    The expected maximum of as many independent normal numbers, whose spread is that of a test score once what all
    models find hard is taken out: half of the mean variance of the difference of two models, as the first of these runs
    show it on these images. Runs on other images than the first are left out.
    """
    if not lines:
        return None
    measure, alike = lines[0].measure(measure).key, same_images(lines, lines[0])[0]
    stamps = tuple(islice((stamp for line in alike if (stamp := _stamp(line))), most))
    if len(stamps) < 2:
        return None
    return expected_maximum(len(alike)) * _spread(stamps, measure)


@lru_cache(maxsize=256)
def expected_maximum(m: int) -> float:
    """The mean of the largest of m numbers from a normal distribution of mean 0 and variance 1: 0.56 of 2, 2.04 of 30.

    ∫ x m φ(x) Φ(x)^(m − 1) dx (David & Nagaraja 2003, Order Statistics, 3.1).
    """
    x = np.linspace(-9, 9, GRID)
    below = np.array([0.5 * math.erfc(-value / math.sqrt(2)) for value in x])
    density = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
    return float((x * m * density * below ** (m - 1)).sum() * (x[1] - x[0]))


def _stamp(line: RunScore) -> stored.Stamp | None:
    """None where its predictions have been deleted or spoilt since the line was made."""
    try:
        stamp = stored.stamp(line.run)
        stored.predictions_at(stamp, "test")
    except AbsentError:
        return None
    return stamp


@lru_cache(maxsize=64)
def _differences(stamps: tuple[stored.Stamp, ...], measure: str) -> list[Difference]:
    """Kept by stamp, so that nothing but a few numbers stays in memory."""
    return differences(stamps[0][2], [stored.predictions_at(stamp, "test") for stamp in stamps], measure)


@lru_cache(maxsize=64)
def _spread(stamps: tuple[stored.Stamp, ...], measure: str) -> float:
    """Standard deviation of a test score by what models don't share."""
    values = resampled(stamps[0][2], [stored.predictions_at(stamp, "test") for stamp in stamps], measure)[:, 1:]
    covariance, m = np.cov(values), len(stamps)
    own = np.trace(covariance) / m
    shared = (covariance.sum() - np.trace(covariance)) / (m * (m - 1))
    return math.sqrt(max(0.0, own - shared))


def _exact(right_a: np.ndarray, right_b: np.ndarray) -> tuple[float, float, float, float]:
    both, neither = int((right_a & right_b).sum()), int((~right_a & ~right_b).sum())
    only_a, only_b = int((right_a & ~right_b).sum()), int((~right_a & right_b).sum())
    difference = (only_a - only_b) / len(right_a)
    return (difference, *newcombe(both, only_a, only_b, neither), mcnemar(only_a, only_b))


def _bootstrapped(
    task: Task, predictions: Sequence[Predictions], measure: str
) -> list[tuple[float, float, float, float]]:
    """The same from resamples."""
    values, sign = resampled(task, predictions, measure), task.measure(measure).merit(1)
    tests = []
    for other in values[1:]:
        gap = np.round(sign * (values[0] - other), 12)  # the same in another order of sums is no difference
        far = np.abs(gap[1:] - gap[0]) >= abs(gap[0])
        tests.append((float(gap[0]), *between(gap, ALPHA), (int(far.sum()) + 1) / len(gap)))
    return tests
