"""The table of a search from hand-made trials: chosen on validation, the test score for the winner alone."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import runs
from galaxy_core import search as searches
from galaxy_core.evaluation import stored
from galaxy_core.runs import Run
from galaxy_core.search import Dimension, Search
from galaxy_core.search import trials as table
from galaxy_core.storage import atomic, lock

N = {"train": 20, "validation": 100, "test": 80}


@pytest.fixture
def four(own_runs: Path) -> Iterator[Search]:
    """A grid of two by two, all asked for."""
    space = (Dimension("filters", (8, 16)), Dimension("dropout", (0.1, 0.2)))
    search = searches.begin(runs.request("sample", "cnn", {"epochs": 4}), searches.plan(space))
    for number, values in enumerate(searches.grid(search.plan)):
        searches.ask(search, [values], 1000.0 + number)
    yield search
    searches.close(search)


def finish(run: Run, validation: float, test: float = 0.5, sure: float = 0.9) -> None:
    """Makes a run finished that is right as often as that."""
    arrays = {}
    for part, n in N.items():
        right = np.arange(n) < round((test if part == "test" else validation) * n)
        said = np.where(right[:, None], np.float32([sure, 1 - sure]), np.float32([1 - sure, sure]))
        arrays |= {f"{part}_rows": np.arange(n), f"{part}_labels": np.zeros(n, np.int64), f"{part}_probabilities": said}
    np.savez(run.folder / "predictions.npz", **arrays)
    history = [{"epoch": n, "val_accuracy": validation} for n in (1, 2, 3)]
    atomic.write_json(run.folder / "result.json", {"classes": ["a", "b"], "history": history})


def test_trials_with_all_that_is_known_of_them(four: Search) -> None:
    first, second, third, fourth = four.trials
    finish(first, 0.6)
    searches.prune(second, "after 2 epochs")
    atomic.write_json(third.folder / "state.json", {"error": "It broke."})
    held = lock.take(fourth.folder / "alive.lock")
    rows = table.trials(four)
    os.close(held)
    assert [(one.number, one.status, one.reason) for one in rows] == [
        (1, "finished", None), (2, "pruned", "after 2 epochs"), (3, "failed", "It broke."), (4, "running", None),
    ]  # fmt: skip
    assert rows[0].values == {"filters": 8, "dropout": 0.1} and rows[0].epochs == 3
    assert rows[0].score == stored.scores_of(first, "validation").accuracy and rows[0].score.value == 0.6
    assert [one.score for one in rows[1:]] == [None] * 3
    assert table.so_far(four, rows) == [0.6] * 4
    assert table.state(four, rows) == "1 of 4 trials is finished, 1 was ended early, 1 failed, 1 is still to come."


def test_the_best_is_chosen_by_validation_alone(four: Search) -> None:
    for run, validation, test in zip(four.trials, (0.6, 0.8, 0.7, 0.5), (0.9, 0.4, 1.0, 0.9), strict=True):
        finish(run, validation, test)
    rows = table.trials(four)
    assert table.best(four, rows).number == 2 and table.so_far(four, rows) == [0.6, 0.8, 0.8, 0.8]
    assert table.winner(four, rows) is None, "it may still be asked for more"
    searches.close(four)
    trial, score = table.winner(four, rows)
    assert trial.number == 2 and (score.value, score.n) == (0.4, 80)


def test_equal_ones_are_told_apart_by_their_loss(four: Search) -> None:
    for run, sure in zip(four.trials, (0.9, 0.6, 0.6, 0.7), strict=True):
        finish(run, 0.5, sure=sure)
    rows = table.trials(four)
    assert table.best(four, rows).number == 2


def test_no_test_score_while_a_trial_goes_on(four: Search) -> None:
    for run in four.trials[:3]:
        finish(run, 0.5)
    searches.close(four)
    rows = table.trials(four)
    assert table.best(four, rows) and table.winner(four, rows) is None and not table.is_decided(four, rows)
    (four.trials[3].folder / "cancel").touch()
    rows = table.trials(four)
    assert table.is_decided(four, rows) and table.winner(four, rows)[0].number == 1
    assert table.state(four, rows) == "3 of 4 trials are finished, 1 was stopped."


def test_by_cross_entropy_the_smallest_is_best(own_runs: Path) -> None:
    search = searches.begin(
        runs.request("sample", "cnn"), searches.plan([Dimension("filters", (8, 16, 32))], measure="loss")
    )
    for number, values in enumerate(searches.grid(search.plan)):
        finish(searches.ask(search, [values], 1000.0 + number)[0], 0.8, 0.6, (0.99, 0.7, 0.51)[number])
    searches.close(search, "somebody ended it.")
    rows = table.trials(search)
    chosen, score = table.winner(search, rows)
    assert chosen.number == 2 and chosen.score is None and score.value == pytest.approx(0.6)
    assert table.value(search, chosen) == chosen.loss == min(one.loss for one in rows)
    assert table.state(search, rows).endswith(" It was closed early: somebody ended it.")


def test_nothing_is_best_of_nothing(four: Search) -> None:
    searches.close(four)
    for run in four.trials:
        (run.folder / "cancel").touch()
    rows = table.trials(four)
    assert table.best(four, rows) is None and table.winner(four, rows) is None
    assert table.importance(four, rows) == {"filters": None, "dropout": None}


def test_importance_is_the_share_that_a_parameter_explains(four: Search) -> None:
    for run in four.trials:
        finish(run, {8: 0.4, 16: 0.8}[run.request.parameters["filters"]])
    found = table.importance(four, table.trials(four))
    assert found["filters"] == pytest.approx(1) and found["dropout"] == 0
    random = np.random.default_rng(5)
    groups, noise = random.integers(0, 4, 4000), random.normal(size=4000)
    means = np.array([0, 1, 2, 3])[groups]
    share = means.var() / (means.var() + 1)
    assert table._explained(groups, means + noise) == pytest.approx(share, abs=0.02)
    without = [table._explained(random.integers(0, 4, 40), random.normal(size=40)) for _ in range(300)]
    assert np.mean(without) < 0.05, "chance alone explains nearly nothing"
    assert table._explained(np.array([0, 1]), np.array([0.1, 0.2])) is None
    assert table._explained(np.array([0, 0, 1]), np.array([0.5, 0.5, 0.5])) == 0


def test_a_range_is_put_into_quarters_of_its_trials() -> None:
    assert table._groups([0.1, 5.0, 0.2, 99.0, 0.3, 7.0, 0.4, 8.0], False).tolist() == [0, 2, 0, 3, 1, 2, 1, 3]
    assert table._groups(["b", "a", "b"], True).tolist() == [0, 1, 0]
