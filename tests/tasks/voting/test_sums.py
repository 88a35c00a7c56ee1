"""Scores by sums over images equal the scores computed image by image, whatever each image counts."""

from collections.abc import Callable

import numpy as np
import pytest
from sklearn.metrics import mean_squared_error, r2_score

from galaxy_core import trees
from galaxy_core.tasks.voting import sums
from galaxy_core.tasks.voting.predictions import Predictions

GZ2 = trees.tree("gz2")


@pytest.fixture(scope="module")
def whole(drawn: Callable) -> Predictions:
    """Every fraction is known, as in the table of the study."""
    targets, alpha = drawn(60)
    targets[:, 1] = np.random.default_rng(2).dirichlet(np.ones(37), 60)
    fractions = alpha / GZ2.totals(alpha)[:, GZ2.question_of]
    return Predictions(np.random.default_rng(1).permutation(60), targets, fractions, GZ2.answers)


def score(said: Predictions, key: str) -> float:
    """With every image once."""
    return float(sums.measured([said], key, np.ones((1, said.n), np.float32))[0, 0])


def test_they_equal_scikit_learns(whole: Predictions) -> None:
    voted, fractions = whole.voted.astype(float), whole.fractions.astype(float)
    assert score(whole, "mse") == pytest.approx(mean_squared_error(voted, fractions), rel=1e-6)
    assert score(whole, "rmse") ** 2 == pytest.approx(score(whole, "mse"))
    assert score(whole, "r2_global") == pytest.approx(r2_score(voted.ravel(), fractions.ravel()), rel=1e-6)
    assert score(whole, "r2_columns") == pytest.approx(r2_score(voted, fractions), rel=1e-6)


def test_the_challenges_error_is_of_shares_in_all_volunteers(drawn: Callable) -> None:
    targets, alpha = drawn(50)
    said = Predictions(np.arange(50), targets, alpha / GZ2.totals(alpha)[:, GZ2.question_of], GZ2.answers)
    everybody = targets[:, 0, GZ2.slices[0]].sum(axis=1, keepdims=True)
    given = targets[:, 0] / everybody  # drawn votes keep the identities of the tree
    predicted = said.fractions * GZ2.asked(said.fractions)[:, GZ2.question_of]
    assert score(said, "kaggle_rmse") == pytest.approx(np.sqrt(((predicted - given) ** 2).mean()), rel=1e-5)


def test_what_nobody_was_asked_counts_nowhere(drawn: Callable) -> None:
    targets, alpha = drawn(50)
    said = Predictions(np.arange(50), targets, alpha / GZ2.totals(alpha)[:, GZ2.question_of], GZ2.answers)
    assert np.isnan(said.voted).any()
    assert score(said, "mse") == pytest.approx(np.nanmean((said.fractions - said.voted) ** 2), rel=1e-5)
    left = [columns for columns in range(37) if np.isfinite(said.voted[:, columns]).sum() > 1]
    each = [1 - np.nansum((said.fractions - said.voted)[:, c] ** 2) / (np.nanvar(said.voted[:, c]) *
            np.isfinite(said.voted[:, c]).sum()) for c in left]  # fmt: skip
    assert score(said, "r2_columns") == pytest.approx(np.mean(each), rel=1e-4)


@pytest.mark.parametrize("key", sums.STATISTICS)
def test_an_image_counts_as_often_as_its_weight_by_rising_row(key: str, whole: Predictions) -> None:
    weights = np.random.default_rng(3).integers(0, 3, (2, 60)).astype(np.float32)
    found = sums.measured([whole, whole], key, weights)
    order = np.argsort(whole.rows)
    for weight, values in zip(weights, found, strict=True):
        places = np.repeat(order, weight.astype(int))
        again = Predictions(np.arange(len(places)), whole.targets[places], whole.outputs[places], GZ2.answers)
        assert values == pytest.approx([score(again, key)] * 2, rel=1e-9)


def test_a_constant_explains_nothing(whole: Predictions) -> None:
    mean = np.tile(whole.voted.mean(axis=0), (whole.n, 1))
    said = Predictions(whole.rows, whole.targets, mean, GZ2.answers)
    assert score(said, "r2_columns") == pytest.approx(0, abs=1e-5)


def test_intervals_hold_their_score_and_are_the_same_again() -> None:
    columns = np.random.default_rng(0).random((40, 2))
    first, second = (sums.bootstrapped([(columns, lambda s: s[..., 0] / s[..., 1])], seed) for seed in (0, 0))
    assert first == second and first[0].low < first[0].value < first[0].high and first[0].n == 40
