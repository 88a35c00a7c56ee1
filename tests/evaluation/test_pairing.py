"""Two models on the same images: the exact test is scipy's, the interval Newcombe's and as wide as it claims."""

import numpy as np
import pytest
from scipy.stats import binomtest

from galaxy_core import DataError, UsageError
from galaxy_core.evaluation import Predictions, paired
from galaxy_core.evaluation.pairing import mcnemar, newcombe
from galaxy_core.intervals import wilson


def model(right: list[bool]) -> Predictions:
    """A model of two classes that is right where told; the truth is always class 0."""
    called = (~np.asarray(right, dtype=bool)).astype(int)
    return Predictions(np.arange(len(called)), np.zeros(len(called)).astype(int), np.eye(2)[called], ("a", "b"))


@pytest.mark.parametrize(("only_a", "only_b"), [(0, 0), (0, 1), (1, 1), (5, 0), (0, 6), (12, 2), (30, 31), (900, 801)])
def test_mcnemar_equals_scipys_exact_test(only_a: int, only_b: int):
    expected = binomtest(only_a, only_a + only_b).pvalue if only_a + only_b else 1
    assert mcnemar(only_a, only_b) == pytest.approx(expected, rel=1e-9)


def test_mcnemar_equals_scipys_for_all_small_counts():
    for only_a in range(13):
        for only_b in range(13):
            expected = binomtest(only_a, only_a + only_b).pvalue if only_a + only_b else 1
            assert mcnemar(only_a, only_b) == pytest.approx(expected, rel=1e-9)


def test_mcnemar_of_many_images_and_whatever_is_counted():
    assert mcnemar(9000, 8736) == pytest.approx(binomtest(9000, 17736).pvalue, rel=1e-9)
    assert 0 <= mcnemar(17736, 0) < 1e-300


def test_newcombe_published_example():
    # Newcombe (1998, Stat. Med. 17, 2635), method 10
    assert newcombe(36, 12, 2, 0) == (pytest.approx(0.0569, abs=5e-5), pytest.approx(0.3404, abs=5e-5))
    assert newcombe(36, 2, 12, 0) == (pytest.approx(-0.3404, abs=5e-5), pytest.approx(-0.0569, abs=5e-5))


def test_newcombe_corrects_the_correlation():
    # Altman et al. (2000, Statistics with Confidence), table 6.2, written out: a right in 19 of 41, b in 14
    right = [binomtest(count, 41).proportion_ci(method="wilson") for count in (19, 14)]
    correlation = (14 * 22 - 5 * 0 - 41 / 2) / np.sqrt(19 * 22 * 14 * 27)
    down, up = 19 / 41 - right[0].low, right[1].high - 14 / 41
    low = 5 / 41 - np.sqrt(down**2 - 2 * correlation * down * up + up**2)
    assert newcombe(14, 5, 0, 22)[0] == pytest.approx(low, abs=1e-9)


def test_newcombe_at_the_ends():
    least = wilson(50, 50)[0]
    assert newcombe(50, 0, 0, 0) == pytest.approx((least - 1, 1 - least))  # never a difference, yet not a point
    low, high = newcombe(0, 30, 0, 0)
    assert 0.8 < low < high == 1


def coverage(shares: tuple[float, ...], n: int, narrowing: float = 1) -> float:
    """How often Newcombe's interval holds the true difference, over 3,000 drawn test sets."""
    expected, hits = shares[1] - shares[2], 0
    for counts in np.random.default_rng(1998).multinomial(n, shares, 3000).tolist():
        middle = (counts[1] - counts[2]) / n
        low, high = (middle + narrowing * (end - middle) for end in newcombe(*counts))
        hits += low <= expected <= high
    return hits / 3000


@pytest.mark.parametrize("shares", [(0.75, 0.08, 0.04, 0.13), (0.4, 0.2, 0.2, 0.2), (0.9, 0.06, 0.01, 0.03)])
@pytest.mark.parametrize("n", [60, 1774])
def test_newcombe_covers_what_it_claims(shares: tuple, n: int):
    assert 0.93 < coverage(shares, n) < 0.99  # a little careful with few images, as published


def test_the_coverage_test_can_fail():
    assert coverage((0.75, 0.08, 0.04, 0.13), 1774, narrowing=0.8) < 0.93


def test_counts_and_sign():
    found = paired(model([True, True, True, False]), model([True, False, False, False]))
    assert (found.n, found.both, found.only_a, found.only_b, found.neither) == (4, 1, 2, 0, 1)
    assert found.difference == 0.5
    assert found.low < 0.5 < found.high
    assert found.p == 0.5
    back = paired(model([True, False, False, False]), model([True, True, True, False]))
    assert (back.difference, back.only_b, back.p) == (-0.5, 2, 0.5)
    assert (back.low, back.high) == pytest.approx((-found.high, -found.low))


def test_significance():
    better = model([True] * 90 + [False] * 10)
    worse = model([True] * 70 + [False] * 30)
    slightly_worse = model([True] * 85 + [False] * 15)
    a_little_worse_still = model([True] * 84 + [False] * 16)
    assert paired(better, worse).significant
    assert not paired(better, slightly_worse).significant  # 5 to 0: p = 0.0625
    assert paired(better, a_little_worse_still).significant  # 6 to 0: p = 0.031
    assert not paired(better, better).significant
    assert paired(better, better).p == 1


def test_a_significant_difference_has_an_interval_without_zero():
    for only_a in range(60):
        for only_b in range(only_a):
            for both in (0, 100, 1000):
                if mcnemar(only_a, only_b) < 0.05:
                    assert newcombe(both, only_a, only_b, 100)[0] > 0


def test_the_order_of_the_images_doesnt_matter(three):
    a, order = three(), np.array([2, 0, 1])
    b = three(rows=a.rows[order], labels=a.labels[order], probabilities=a.probabilities[order])
    found = paired(a, b)
    assert (found.both, found.neither, found.difference) == (2, 1, 0)


def test_a_sentence_for_what_cant_be_compared(three):
    with pytest.raises(UsageError, match="scored on different images.*same data set, split and seed"):
        paired(three(), three(rows=np.array([7, 3, 8])))
    with pytest.raises(UsageError, match="scored on different images"):
        paired(model([True]), model([True, False]))
    with pytest.raises(UsageError, match="different true classes"):
        paired(three(), three(labels=np.array([0, 1, 1])))
    with pytest.raises(UsageError, match="know different classes"):
        paired(three(), three(classes=("Round", "Edge-on", "Loose")))
    with pytest.raises(DataError, match="no images to compare"):
        paired(model([]), model([]))
