"""Intervals have the coverage they claim, and the quick bootstrap is the slow one."""

import math

import numpy as np
import pytest

from galaxy_core.evaluation import proportion
from galaxy_core.evaluation.intervals import bootstrap, margins, wilson
from galaxy_core.evaluation.scoring import balanced_accuracy_of, macro_f1_of

TRUTH = np.array([0.5, 0.3, 0.2])
CALLED = np.array([[0.8, 0.15, 0.05], [0.2, 0.7, 0.1], [0.1, 0.3, 0.6]])  # rows: truth; shares of each class
CELLS = TRUTH[:, None] * CALLED
STATISTICS = (macro_f1_of, balanced_accuracy_of)


def coverage_of_wilson(n: int, share: float) -> float:
    """How often the interval holds the share, summed over all outcomes: exact, without drawing."""
    chances = [math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    return sum(chance for k, chance in enumerate(chances) if wilson(k, n)[0] <= share <= wilson(k, n)[1])


def coverage_of_bootstrap(times: int, n: int, narrowing: float = 1) -> np.ndarray:
    """How often the intervals of `STATISTICS` hold the score of the population, over `times` drawn test sets."""
    expected = [float(statistic(*margins(CELLS))) for statistic in STATISTICS]
    draw, hits = np.random.default_rng(1979), np.zeros(len(STATISTICS))
    for seed in range(times):
        confusion = draw.multinomial(n, CELLS.ravel()).reshape(3, 3)
        for index, score in enumerate(bootstrap(confusion, STATISTICS, seed)):
            low, high = (score.value + narrowing * (end - score.value) for end in (score.low, score.high))
            hits[index] += low <= expected[index] <= high
    return hits / times


def test_wilson_published_examples():
    # Newcombe (1998, Stat. Med. 17, 857), table I: Wilson's method without correction
    for successes, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)):
        assert wilson(successes, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    assert wilson(29, 29) == (pytest.approx(0.8830, abs=5e-5), 1)


def test_wilson_equals_scipys():
    from scipy.stats import binomtest

    for successes, n in ((0, 1), (1, 1), (3, 10), (1500, 1774), (17736, 17736)):
        interval = binomtest(successes, n).proportion_ci(method="wilson")
        assert wilson(successes, n) == pytest.approx((interval.low, interval.high), abs=1e-12)


def test_wilson_covers_what_it_claims():
    coverage = [coverage_of_wilson(50, share) for share in np.linspace(0.02, 0.98, 49)]
    assert np.mean(coverage) == pytest.approx(0.95, abs=0.01)
    assert min(coverage) > 0.90


def test_no_images_have_no_share():
    assert proportion(0, 0) is None


def test_bootstrap_covers_what_it_claims():
    coverage = coverage_of_bootstrap(times=400, n=250)
    assert ((coverage > 0.92) & (coverage < 0.98)).all(), coverage  # ± 2.7 standard deviations of 400 draws


def test_the_coverage_test_can_fail():
    coverage = coverage_of_bootstrap(times=400, n=250, narrowing=0.8)
    assert (coverage < 0.92).all(), coverage


def test_multinomial_draws_are_resampled_images():
    confusion = np.random.default_rng(3).multinomial(120, CELLS.ravel()).reshape(3, 3)
    cell_of_image = np.repeat(np.arange(9), confusion.ravel())
    draw = np.random.default_rng(4)
    slow = []
    for _ in range(4000):
        cells = np.bincount(draw.choice(cell_of_image, 120), minlength=9).reshape(3, 3)
        slow.append([float(statistic(*margins(cells))) for statistic in STATISTICS])
    expected = np.quantile(slow, (0.025, 0.975), axis=0).T
    found = [(score.low, score.high) for score in bootstrap(confusion, STATISTICS, seed=0)]
    width = expected[:, 1] - expected[:, 0]
    assert (np.abs(np.array(found) - expected) < 0.06 * width[:, None]).all()


def test_classes_without_images_and_many_classes():
    confusion = np.zeros((300, 300), dtype=np.int64)
    confusion[3, 3], confusion[3, 250] = 40, 10
    macro_f1, balanced = bootstrap(confusion, STATISTICS)
    assert macro_f1.value == pytest.approx(2 * 40 / 90 / 300)
    assert balanced.low < balanced.value == 0.8 < balanced.high
    assert balanced.low == pytest.approx(wilson(40, 50)[0], abs=0.03)  # with one class it is the accuracy
