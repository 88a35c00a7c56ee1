"""Intervals have the coverage they claim."""

import math

import numpy as np
import pytest

from galaxy_core.intervals import proportion, wilson


def coverage_of_wilson(n: int, share: float) -> float:
    """How often the interval holds the share, summed over all outcomes: exact, without drawing."""
    chances = [math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    return sum(chance for k, chance in enumerate(chances) if wilson(k, n)[0] <= share <= wilson(k, n)[1])


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
