"""Probabilities of votes against scipy's; intervals hold what they promise where the model is right."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from galaxy_core import trees
from galaxy_core.tasks.voting import likelihood

GZ2 = trees.tree("gz2")


def test_votes_are_as_probable_as_scipy_says(drawn: Callable) -> None:
    targets, alpha = drawn(20)
    fractions = alpha / GZ2.totals(alpha)[:, GZ2.question_of]
    found = [likelihood.log_probabilities(GZ2, targets[:, 0], fractions, one) for one in (alpha, None)]
    for row, (dirichlet, multinomial) in enumerate(zip(*found, strict=True)):
        expected = np.zeros(2)
        for columns in GZ2.slices:
            votes = targets[row, 0, columns].astype(int)
            shares = fractions[row, columns].astype(float) / fractions[row, columns].astype(float).sum()
            expected[0] += stats.dirichlet_multinomial.logpmf(votes, alpha[row, columns].astype(float), votes.sum())
            expected[1] += stats.multinomial.logpmf(votes, votes.sum(), shares)
        assert (dirichlet, multinomial) == pytest.approx(expected, abs=1e-5)


def test_what_is_called_impossible_costs_no_infinity() -> None:
    tree = trees.tree("galaxy_mnist")
    votes, sure = np.array([[0, 3, 0, 0]]), np.array([[1, 0, 0, 0]], np.float32)
    assert -50 < likelihood.log_probabilities(tree, votes, sure, None)[0] < -40


def test_an_interval_holds_as_much_as_the_distribution_says() -> None:
    asked, alpha, total = np.full(31, 30.0), np.full(31, 2.5), np.full(31, 11.0)
    votes = np.arange(31.0)
    held = likelihood.held(votes, asked, alpha, total)
    chances = stats.betabinom.pmf(votes, 30, 2.5, 8.5)
    assert (held * chances).sum() == pytest.approx(0.9, abs=1e-9), "exactly .9 where the model is right"
    below = stats.betabinom.cdf(votes - 1, 30, 2.5, 8.5)
    outside = (below + chances < 0.05) | (below > 0.95)
    assert (held[outside] == 0).all() and held[(below > 0.05) & (below + chances < 0.95)] == pytest.approx(1)
    assert likelihood.held(*(np.zeros(0) for _ in range(4))).shape == (0,)


def test_the_ends_of_an_interval_are_those_of_the_beta_distribution() -> None:
    low, high = likelihood.interval(np.array([4.0]), np.array([12.0]))
    assert (low[0], high[0]) == pytest.approx(stats.beta.ppf([0.05, 0.95], 4, 8), abs=1e-9)
