"""Which runs are significantly better than others: all against the best, on the same test images, corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice

import numpy as np

from galaxy_core import AbsentError, UsageError
from galaxy_core.evaluation import stored
from galaxy_core.evaluation.comparison import MEASURES, RunScore
from galaxy_core.evaluation.pairing import ALPHA, mcnemar, newcombe
from galaxy_core.evaluation.resampling import between, resampled
from galaxy_core.tasks.classification.predictions import Predictions

MOST = 12  # runs that are compared at once: with more than 14, so over 100 pairs, 2,000 resamples can't tell any apart


@dataclass(frozen=True)
class Against:
    """The best run against another one, on the same images: shares, and how often chance alone does as much."""

    line: RunScore  # the other one
    difference: float  # the best minus this one, 0…1
    low: float  # its 95 % interval
    high: float
    p: float  # two-sided, of this pair alone
    corrected: float  # the same, as one of all pairs

    @property
    def significant(self) -> bool:
        """Whether the corrected p < 0.05."""
        return self.corrected < ALPHA


@dataclass(frozen=True)
class Ranking:
    """The best run, the next ones on its test images against it, and those that nothing can be said of."""

    best: RunScore
    n: int  # test images
    against: tuple[Against, ...]  # the next best first
    more: int  # runs on the same images that stand too far down to be compared
    elsewhere: tuple[RunScore, ...]  # tested on other images

    @property
    def pairs(self) -> int:
        """How many comparisons the p's are corrected for."""
        return len(self.against) * (len(self.against) + 1) // 2

    @property
    def beaten(self) -> tuple[Against, ...]:
        """Those than which the best one is significantly better."""
        return tuple(other for other in self.against if other.significant)

    @property
    def close(self) -> tuple[Against, ...]:
        """Those of which that can't be said."""
        return tuple(other for other in self.against if not other.significant)


def same_images(lines: Sequence[RunScore], as_of: RunScore) -> tuple[list[RunScore], list[RunScore]]:
    """The lines whose runs were tested on the same images as one of them, with the same labels; and all others."""
    alike = [line for line in lines if line.summary.images == as_of.summary.images]
    return alike, [line for line in lines if line.summary.images != as_of.summary.images]


def against_best(lines: Sequence[RunScore], measure: str = "accuracy", most: int = MOST) -> Ranking | None:
    """The first of the lines against the next on the same test images, `most` in all; None without any line.

    `lines` are in the order of `measure`, one of MEASURES, the best first (see `comparison.best_first`). For the tests
    see `differences`. Raises UsageError for another measure.
    """
    if measure not in MEASURES:
        raise UsageError(f"“{measure}” is not a measure: choose {', '.join(MEASURES)}.")
    best = next((line for line in lines if _said(line)), None)
    if best is None:
        return None
    alike, elsewhere = same_images(lines, best)
    readable = ((line, said) for line in alike if (said := _said(line)))  # read only as far as they are needed
    chosen = list(islice(readable, most))
    found = differences(tuple(said for _, said in chosen), measure)
    against = tuple(Against(line, *one) for (line, _), one in zip(chosen[1:], found, strict=True))
    return Ranking(best, chosen[0][1].n, against, len(alike) - len(chosen), tuple(elsewhere))


@lru_cache(maxsize=32)
def differences(said: tuple[Predictions, ...], measure: str) -> list[tuple[float, float, float, float, float]]:
    """Of m models on the same images the first against each of the others: difference, low, high, p, corrected p.

    Accuracy: McNemar's exact test and Newcombe's interval, as `pairing.paired`. Macro-F1 and balanced accuracy: the
    paired bootstrap over images, its percentile interval, and as p the share of the resamples whose difference is as
    far from the observed one as that is from 0, (count + 1) / (2,000 + 1) (Davison & Hinkley 1997, Bootstrap Methods
    and their Application, 4.2).

    Corrected by Holm over all m (m − 1) / 2 pairs, not only over the m − 1 that are asked for: which is the best was
    chosen by the same images, and the best of many equally good models beats the worst of them by more than any two
    models that somebody named before. Measured on 12 equally good models: in 2.5–5 % of drawn test sets of 600 or 1,774
    images any of them is called worse than the best; it would be in 14–19 % if only 11 pairs counted.
    """
    if len(said) < 2:
        return []
    gaps, intervals, ps = _accuracy(said) if measure == "accuracy" else _bootstrapped(said, measure)
    corrected = holm(ps)
    others = range(len(said) - 1)  # the pairs of the first one come first
    return [(gaps[one], *intervals[one], ps[one], corrected[one]) for one in others]


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


def _said(line: RunScore) -> Predictions | None:
    """None where they have been deleted or spoilt since the line was made."""
    try:
        return stored.predictions(line.run)
    except AbsentError:
        return None


def _accuracy(said: tuple[Predictions, ...]) -> tuple[list, list, list[float]]:
    """Differences and intervals of the first against the others, and the p's of all pairs in `combinations`' order."""
    right = np.stack([one.right[np.argsort(one.rows)] for one in said]).astype(np.float64)
    both, n = (right @ right.T).astype(int).tolist(), said[0].n
    gaps, intervals, ps = [], [], []
    for a, b in combinations(range(len(said)), 2):
        only_a, only_b = both[a][a] - both[a][b], both[b][b] - both[a][b]
        ps.append(mcnemar(only_a, only_b))
        if a == 0:
            gaps.append((only_a - only_b) / n)
            intervals.append(newcombe(both[a][b], only_a, only_b, n - both[a][b] - only_a - only_b))
    return gaps, intervals, ps


def _bootstrapped(said: tuple[Predictions, ...], measure: str) -> tuple[list, list, list[float]]:
    """The same from resamples."""
    values = resampled(list(said), measure)
    gaps, intervals, ps = [], [], []
    for a, b in combinations(range(len(said)), 2):
        gap = np.round(values[a] - values[b], 12)  # the same in another order of sums is no difference
        far = np.abs(gap[1:] - gap[0]) >= abs(gap[0])
        ps.append((int(far.sum()) + 1) / len(gap))
        if a == 0:
            gaps.append(float(gap[0]))
            intervals.append(between(gap, ALPHA))
    return gaps, intervals, ps
