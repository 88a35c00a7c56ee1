import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.datasets.drawing import distributions


def test_three_numbers_decide_what_comes():
    first = distributions.generator(1, 2, 3).random(4)
    assert np.array_equal(distributions.generator(1, 2, 3).random(4), first)
    for other in ((2, 2, 3), (1, 3, 3), (1, 2, 4), (3, 2, 1)):
        assert not np.array_equal(distributions.generator(*other).random(4), first)


@pytest.mark.parametrize("numbers", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_negative_numbers_are_told(numbers):
    with pytest.raises(UsageError, match="negative"):
        distributions.generator(*numbers)


def test_log_normal_has_its_median_and_spread_and_keeps_to_its_clips():
    rng = np.random.default_rng(0)
    values = np.array([distributions.log_normal(rng, 5.0, 0.4) for _ in range(4000)])
    assert np.median(values) == pytest.approx(5.0, rel=0.05) and np.log(values).std() == pytest.approx(0.4, rel=0.06)
    clipped = [distributions.log_normal(rng, 5.0, 0.4, 4.0, 6.0) for _ in range(500)]
    assert min(clipped) == 4.0 and max(clipped) == 6.0


def test_shares_of_what_happens_directions_and_signs():
    rng = np.random.default_rng(1)
    assert np.mean([distributions.happens(rng, 0.3) for _ in range(4000)]) == pytest.approx(0.3, abs=0.03)
    assert {distributions.sign(rng) for _ in range(50)} == {-1.0, 1.0}
    angles = [distributions.angle(rng) for _ in range(2000)]
    assert 0 <= min(angles) < 0.1 and 6.1 < max(angles) < 2 * np.pi
