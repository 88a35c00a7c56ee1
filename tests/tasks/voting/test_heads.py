"""Losses of votes, held against scipy's distributions; what has no votes teaches nothing."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from galaxy_core import UsageError, tasks, trees
from galaxy_core.tasks import Task
from galaxy_core.tasks.voting import heads

GZ2 = trees.tree("gz2")
RANDOM = np.random.default_rng(5)
LOGITS = RANDOM.normal(0, 2, (40, 37)).astype(np.float32)


def task(head: str) -> Task:
    """Votes with that head."""
    return tasks.kind("votes")(GZ2.answers, head)


def loss(head: str, targets: np.ndarray, logits: np.ndarray = LOGITS) -> np.ndarray:
    """Float32 (n,)."""
    one = task(head)
    return np.asarray(one.loss(one.encoded(targets), logits))


def slopes(head: str, targets: np.ndarray) -> np.ndarray:
    """The gradient of the summed loss, float32 (n, 37)."""
    import tensorflow as tf

    one, logits = task(head), tf.constant(LOGITS)
    with tf.GradientTape() as tape:
        tape.watch(logits)
        summed = tf.reduce_sum(one.loss(one.encoded(targets), logits))
    return np.asarray(tape.gradient(summed, logits))


def test_the_dirichlet_loss_equals_scipys(drawn: Callable) -> None:
    targets, _ = drawn(40)
    alpha = 1 + 100 / (1 + np.exp(-LOGITS.astype(np.float64)))
    expected = np.zeros(40)
    for columns in GZ2.slices:
        for row in range(40):
            votes = targets[row, 0, columns].astype(int)
            expected[row] -= stats.dirichlet_multinomial.logpmf(votes, alpha[row, columns], votes.sum())
    found = loss("dirichlet", targets)
    assert found.dtype == np.float32 and np.allclose(found, expected, rtol=1e-6, atol=1e-5)


def test_the_multinomial_loss_equals_scipys(drawn: Callable) -> None:
    targets, _ = drawn(40)
    expected = np.zeros(40)
    for columns in GZ2.slices:
        shares = np.exp(LOGITS[:, columns].astype(np.float64))
        shares /= shares.sum(axis=1, keepdims=True)
        for row in range(40):
            votes = targets[row, 0, columns].astype(int)
            expected[row] -= stats.multinomial.logpmf(votes, votes.sum(), shares[row])
    assert np.allclose(loss("multinomial", targets), expected, rtol=1e-6, atol=1e-5)


@pytest.mark.parametrize("head", heads.HEADS)
def test_what_nobody_was_asked_has_exactly_no_slope(head: str, drawn: Callable) -> None:
    targets, _ = drawn(40)
    bar = GZ2.slices[2]
    targets[:20, 0, bar], targets[:20, 1, bar] = 0, np.nan
    found = slopes(head, targets)
    assert (found[:20, bar] == 0).all() and np.isfinite(found).all() and (found[20:, bar] != 0).any()
    none = targets.copy()
    none[:, 0], none[:, 1] = 0, np.nan
    assert (loss(head, none) == 0).all() and (slopes(head, none) == 0).all()


@pytest.mark.parametrize("head", heads.HEADS)
def test_fractions_lie_between_0_and_1_and_sum_to_1_but_for_sigmoids(head: str) -> None:
    said = heads.HEADS[head].said(GZ2, LOGITS * 20)
    fractions, worth = said if isinstance(said, list) else (said, None)
    fractions = np.asarray(fractions)
    assert fractions.min() >= 0 and fractions.max() <= 1
    if head != "sigmoids":
        assert np.allclose(GZ2.totals(fractions), 1, atol=1e-5)
    if head == "dirichlet":
        alpha = fractions * np.asarray(worth)
        assert alpha.min() >= 1 - 1e-4 and alpha.max() <= 101 + 1e-3
        assert np.allclose(GZ2.totals(alpha)[:, GZ2.question_of], np.asarray(worth), rtol=1e-5)


def test_squared_errors_are_those_of_the_study_and_of_renormalised_fractions(drawn: Callable) -> None:
    targets, _ = drawn(40)
    targets[:, 1] = np.nan_to_num(targets[:, 1], nan=0.25) * np.float32(0.8)
    sigmoids = 1 / (1 + np.exp(-LOGITS))
    assert np.allclose(loss("sigmoids", targets), ((sigmoids - targets[:, 1]) ** 2).mean(axis=1), atol=1e-6)
    whole = targets[:, 1] / GZ2.totals(targets[:, 1])[:, GZ2.question_of]
    fractions = np.asarray(heads.grouped(GZ2, LOGITS))
    assert np.allclose(loss("softmax", targets), ((fractions - whole) ** 2).mean(axis=1), atol=1e-6)


def test_mixed_images_have_mixed_votes_and_fractions(drawn: Callable) -> None:
    targets, _ = drawn(2)
    one, other = task("sigmoids").encoded(targets)
    mixed = (0.25 * one + 0.75 * other)[None]
    known = [np.nan_to_num(targets[row, 1]) for row in range(2)]
    share = [0.25 * np.isfinite(targets[0, 1]), 0.75 * np.isfinite(targets[1, 1])]
    weight = share[0] + share[1]
    mean = (share[0] * known[0] + share[1] * known[1]) / np.maximum(weight, 1e-9)
    expected = (weight * (mean - 1 / (1 + np.exp(-LOGITS[:1]))) ** 2).mean()
    assert np.asarray(task("sigmoids").loss(mixed, LOGITS[:1])) == pytest.approx(expected, abs=1e-6)


def test_the_usual_head_goes_by_whether_votes_are_known(drawn: Callable) -> None:
    targets, _ = drawn(5)
    fractions = targets.copy()
    fractions[:, 0] = np.nan
    assert [task("automatic").headed("automatic", some).head for some in (targets, fractions)] == [
        "dirichlet",
        "softmax",
    ]
    assert task("automatic").headed("sigmoids", targets).head == "sigmoids"
    with pytest.raises(UsageError, match="“dirichlet” learns from numbers of votes.*choose softmax, sigmoids"):
        task("automatic").headed("dirichlet", fractions)
    with pytest.raises(UsageError, match="“ranking” can't be used: choose dirichlet"):
        task("automatic").headed("ranking", targets)


def test_a_network_begins_with_the_best_constant(drawn: Callable) -> None:
    targets, _ = drawn(400)
    mean = np.nanmean(targets[:, 1], axis=0)
    for head in heads.HEADS:
        headed = task(head).headed(head, targets)
        logits = np.tile(headed.first_logits, (400, 1))
        said = headed.activated(logits)
        fractions = np.asarray(said[0] if isinstance(said, list) else said)[0]
        assert np.allclose(fractions, mean, atol=0.05), head
        encoded = headed.encoded(targets)
        losses = [np.asarray(headed.loss(encoded, one)).mean() for one in (logits, np.zeros_like(logits))]
        assert losses[0] < losses[1], head
    nothing = np.full((3, 2, 37), np.nan, np.float32)
    assert np.isfinite(task("softmax").headed("softmax", nothing).first_logits).all()
