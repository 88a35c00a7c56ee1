"""The quick bootstrap is the slow one, and its intervals have the coverage they claim."""

import numpy as np
import pytest

from galaxy_core.intervals import wilson
from galaxy_core.tasks.classification.margins import balanced_accuracy_of, bootstrap, macro_f1_of, margins

TRUTH = np.array([0.5, 0.3, 0.2])
CALLED = np.array([[0.8, 0.15, 0.05], [0.2, 0.7, 0.1], [0.1, 0.3, 0.6]])  # rows: truth; shares of each class
CELLS = TRUTH[:, None] * CALLED
STATISTICS = (macro_f1_of, balanced_accuracy_of)


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
