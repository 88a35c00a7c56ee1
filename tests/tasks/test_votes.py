"""Votes as a task: targets are checked, what is learned and scored goes by the tree, and an answer is told in words."""

import json
from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import DataError, tasks, trees
from galaxy_core.tasks import Task

GZ2 = trees.tree("gz2")


@pytest.fixture
def task() -> Task:
    """Votes on the questions of Galaxy Zoo 2."""
    return tasks.task("votes", GZ2.answers)


def test_it_knows_its_tree_by_the_answers(task: Task) -> None:
    assert (task.name, task.outputs) == ("votes", 37) and task.tree.name == "gz2"
    assert list(task.HEADS) == ["dirichlet", "multinomial", "softmax", "sigmoids"]


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [((0, 0, 3), -1, "A number of votes is -1"), ((0, 0, 3), np.inf, "A number of votes is inf"),
     ((1, 0, 3), np.nan, "Of image 1 some numbers of votes are known"), ((0, 1, 3), 1.5, "A fraction of votes is 1.5")],
)  # fmt: skip
def test_what_are_no_votes_is_refused(place: tuple, value: float, words: str, task: Task, drawn: Callable) -> None:
    targets, _ = drawn(4)
    task.check(targets)
    targets[place] = value
    with pytest.raises(DataError, match=words):
        task.check(targets)
    with pytest.raises(DataError, match=r"float32 of the shape \(n, 2, 37\)"):
        task.check(targets[:, :, :5])
    targets[:, 0] = np.nan
    targets[:, 1] = 0.5
    task.check(targets)


def test_the_trivial_model_says_the_mean_of_each_column(task: Task, drawn: Callable) -> None:
    targets, _ = drawn(300)
    assert np.allclose(task.trivial(targets), np.nanmean(targets[:, 1], axis=0), atol=1e-5)
    filled = task.for_estimators(targets)
    assert (
        np.isfinite(filled).all()
        and filled.dtype == np.float64
        and np.allclose(filled.mean(axis=0), task.trivial(targets))
    )
    assert (task.trivial(np.full_like(targets, np.nan)) == 0).all()


def test_an_epoch_is_followed_by_its_squared_error(task: Task, drawn: Callable) -> None:
    targets, _ = drawn(30)
    logits = np.random.default_rng(1).normal(size=(30, 37)).astype(np.float32)
    for head in task.HEADS:
        headed = task.headed(head, targets)
        (off,) = headed.followed(headed.encoded(targets), logits)
        said = headed.activated(logits)
        fractions = np.asarray(said[0] if isinstance(said, list) else said)
        assert np.allclose(off, np.nanmean((fractions - targets[:, 1]) ** 2, axis=1), atol=1e-6)


def test_an_answer_has_intervals_where_it_is_known_how_sure_it_is(task: Task, drawn: Callable) -> None:
    _, alpha = drawn(1)
    fractions = alpha[0] / GZ2.totals(alpha)[0, GZ2.question_of]
    said = task.answer(np.concatenate([fractions, alpha[0]]))
    assert list(said) == ["fractions", "intervals", "path"] and json.dumps(said)
    for answer, (low, high) in said["intervals"].items():
        assert low < said["fractions"][answer] < high
    assert said["path"].startswith(f"{round(100 * fractions[:3].max())} of 100 volunteers would say “")
    assert task.answer(fractions)["intervals"] is None


def test_scores_tables_and_strata_are_those_of_the_room(task: Task, drawn: Callable) -> None:
    targets, alpha = drawn(80)
    said = task.predictions(np.arange(80), targets, alpha / GZ2.totals(alpha)[:, GZ2.question_of])
    scores = task.scores(said)
    assert set(scores.values) == {one.key for one in task.SCORES} and scores.n == 80
    for key, score in scores.values.items():
        assert task.measured([said], key, np.ones((1, 80), np.float32))[0, 0] == pytest.approx(score.value)
        assert score.low <= score.value <= score.high
    assert len(next(task.table(said))) == len(task.columns()) and next(task.documents(said))["row"] == 0
    assert task.counts(targets).sum() == 80 and len(task.strata(targets)) == 80
