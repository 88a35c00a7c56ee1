"""Runs as lines: six states in words, and what each offers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core import runs
from galaxy_core.charts import words
from galaxy_core.evaluation import stored
from pages.ui import run_list
from pages.ui.run_card import RunRow
from tests.pages.stored_runs import ERROR, running, unfinished

TITLE = "PCA and logistic regression"


@pytest.mark.parametrize(
    ("state", "row"),
    [
        ("queued", RunRow("waiting", TITLE, "Waiting for its turn", "next")),
        ("interrupted", RunRow("interrupted", TITLE, "Interrupted at epoch 0. Nothing is lost: it goes on.")),
        ("stopped", RunRow("stopped", TITLE, "Stopped by you")),
        ("failed", RunRow("failed", TITLE, f"Failed: {ERROR}")),
    ],
)
def test_runs_that_have_not_finished(state: str, row: RunRow, own_runs: Path, nothing_starts: None):
    assert run_list.row(unfinished(state)) == row


def test_a_finished_run_has_its_score_with_interval(finished: dict[str, runs.Run]):
    for run in finished.values():
        row, score = run_list.row(run), stored.scores_of(run).accuracy
        assert (row.state, row.value, row.under) == (
            "finished", words.percent(score.value), words.interval(score.low, score.high)
        )  # fmt: skip
        assert row.detail.startswith("Finished ") and row.detail.endswith(
            f"took {words.duration_short(run.result['cost']['seconds'])}"
        )


def test_a_finished_run_without_predictions_says_so(trained: dict[str, runs.Run]):
    (trained["cnn"].folder / "predictions.npz").unlink()
    row = run_list.row(trained["cnn"])
    assert row.detail.endswith("its predictions are gone") and row.value == ""


@pytest.mark.parametrize(
    ("live", "detail", "value", "progress"),
    [
        ({}, "Epoch 2 of 5 · about 2 minutes left · 412 MB of memory", "30 %", 0.3),
        ({"seconds_left": None}, "Epoch 2 of 5 · 412 MB of memory", "30 %", 0.3),
        ({"epochs": 0, "doing": "preparing images"}, "Preparing images", "", 0.0),
        ({"epoch": 5, "batch": 6}, "Epoch 5 of 5 · about 2 minutes left · 412 MB of memory", "100 %", 1.0),
    ],
)
def test_a_running_run(live: dict, detail: str, value: str, progress: float, own_runs: Path, nothing_starts: None):
    with running(unfinished("queued"), **live) as run:
        row = run_list.row(run)
    assert (row.state, row.detail, row.value) == ("running", detail, value)
    assert row.progress == pytest.approx(progress)


def test_a_run_that_has_just_begun_knows_nothing_yet(own_runs: Path, nothing_starts: None):
    with running(unfinished("queued")) as run:
        (run.folder / "live.json").unlink()
        assert run_list.row(run) == RunRow("running", TITLE, "Starting", progress=0.0)


def test_deleting_is_done_by_the_button_of_the_dialog(draw: Callable, nothing_starts: None):
    kept, run = unfinished("stopped"), unfinished("stopped")
    there = f"{run.name!r} in [one.name for one in runs.every()]"
    seen = draw(f"from galaxy_core import runs\nif {there}: run_list._ask_delete(runs.find({run.name!r}))")
    assert f"{TITLE}, with its model and its predictions, can’t be brought back." in seen.text
    seen.click("Delete it")
    assert [one.name for one in runs.every()] == [kept.name]


def test_a_run_that_began_meanwhile_is_not_deleted(draw: Callable, nothing_starts: None):
    run = unfinished("stopped")
    seen = draw(f"from galaxy_core import runs\nrun_list._ask_delete(runs.find({run.name!r}))")
    with running(run):
        seen.click("Delete it")
    assert f"The run {run.name} is being trained: stop it first." in seen.text and run.folder.exists()
