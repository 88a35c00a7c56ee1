"""Runs as lines: six states in words, and what each offers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core import queue, runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation import summaries
from galaxy_core.storage import atomic
from pages.ui import run_list
from pages.ui.run_card import RunRow
from tests.pages.stored_runs import ERROR, copy, learned, running, unfinished

TITLE = "PCA and logistic regression"


@pytest.mark.parametrize(
    ("state", "row"),
    [
        ("queued", RunRow("waiting", TITLE, "Waiting for its turn")),
        ("interrupted", RunRow("interrupted", TITLE, "Interrupted at epoch 0. Nothing is lost: it goes on.")),
        ("stopped", RunRow("stopped", TITLE, "Stopped by you")),
        ("failed", RunRow("failed", TITLE, f"Failed: {ERROR}")),
    ],
)
def test_runs_that_have_not_finished(state: str, row: RunRow, own_runs: Path, nothing_starts: None):
    assert run_list.row(unfinished(state)) == row


def test_a_finished_run_has_its_score_with_interval(finished: dict[str, runs.Run]):
    for run in finished.values():
        score = summaries.summary(run).test.values["accuracy"]
        row = run_list.row(run)
        assert (row.state, row.value, row.under) == (
            "finished", formatting.percent(score.value), formatting.interval(score.low, score.high)
        )  # fmt: skip
        assert row.detail.startswith("Finished ") and row.detail.endswith(
            f"took {formatting.duration_short(run.result['cost']['seconds'])}"
        )


def test_a_finished_run_that_nobody_has_scored_says_so(trained: dict[str, runs.Run]):
    (trained["cnn"].folder / "scores.json").unlink(missing_ok=True)
    row = run_list.row(trained["cnn"])
    assert row.detail.endswith("not scored yet") and row.value == ""


def test_a_finished_run_without_predictions_says_so(trained: dict[str, runs.Run]):
    (trained["cnn"].folder / "predictions.npz").unlink()
    row = run_list.row(trained["cnn"])
    assert row.detail.endswith("its predictions are gone") and row.value == ""


@pytest.mark.parametrize(
    ("live", "detail", "value", "progress"),
    [
        ({}, "Epoch 2 of 5 · about 2 minutes left", "30 %", 0.3),
        ({"seconds_left": None}, "Epoch 2 of 5", "30 %", 0.3),
        ({"epochs": 0, "doing": "preparing images"}, "Preparing images", "", 0.0),
        ({"epoch": 5, "batch": 6}, "Epoch 5 of 5 · about 2 minutes left", "100 %", 1.0),
        ({"doing": "classifying all images, 4 %"}, "Classifying all images, 4 %", "30 %", 0.3),
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


def test_a_stopped_run_says_how_far_it_came(own_runs: Path, nothing_starts: None):
    run = learned(unfinished("stopped", "cnn", epochs=5), 2)
    assert run_list.row(run).detail == "Stopped by you at epoch 2 of 5"


def test_a_run_that_waits_for_another_says_so(own_runs: Path, nothing_starts: None):
    first = unfinished("queued")
    later = runs.create(runs.request("sample", "majority", after=first.name))
    assert run_list.row(later).detail == f"Waits until “{TITLE}” has ended"
    (first.folder / "cancel").touch()
    assert run_list.row(later).detail == "Waiting for its turn"


def test_a_finished_run_that_goes_on(trained: dict[str, runs.Run], nothing_starts: None):
    run = trained["cnn"]
    queue.resume(run, 4)
    assert run_list.row(run) == RunRow("waiting", runs.title(run), "Waiting for its turn to go on up to epoch 7")
    learned(run, 5)
    queue.stop(run)
    summaries.summary(run)
    row = run_list.row(run)  # its results so far are still there
    assert (
        row.state == "finished"
        and row.detail.endswith("stopped by you on the way to epoch 7: these are its results before")
        and row.value
    )


def test_a_run_that_was_ended_early_has_its_score_and_goes_on(
    trained: dict[str, runs.Run], visit: Callable, nothing_starts: None
):
    run = trained["cnn"]
    goal = {"epochs": 3, "since": 0, "planned": 30}
    atomic.write_json(run.folder / "goal.json", goal)
    atomic.write_json(run.folder / "result.json", run.result | {"goal": goal})
    summaries.summary(run)
    row = run_list.row(run)
    assert row.state == "finished" and row.detail.endswith("ended by you at epoch 3 of 30") and row.value
    visit("train").click("Continue")
    assert run_list.row(run).detail == "Waiting for its turn to go on up to epoch 30"
    (run.folder / runs.FINISH).touch()
    assert run_list.row(run).detail == "Waiting for its turn to be scored with the epochs it has"


def test_places_in_the_queue(draw: Callable, nothing_starts: None):
    for _ in range(3):
        unfinished("queued")
    seen = draw("from galaxy_core import runs\nrun_list.queued(runs.waiting(), runs.every())")
    assert [formatting for formatting in ("next", "2nd", "3rd") if formatting in seen.text] == ["next", "2nd", "3rd"]


def test_what_changed_and_the_note_stand_in_the_list(draw: Callable, nothing_starts: None):
    unfinished("stopped", "cnn", filters=24)
    run = unfinished("stopped", "cnn", filters=32)
    runs.describe(run, "<b>Mine</b>", "First line.\nSecond <i>line</i>.")
    seen = draw("from galaxy_core import runs\nrun_list.recent(runs.every(), runs.every())")
    assert "<b>Mine</b> First line. Second <i>line</i>. Stopped by you" in seen.text and "<b>Mine" not in seen.html
    assert seen.text.count("Against the one before: filters 24 → 32") == 1 == seen.text.count("Against")


def test_no_two_buttons_or_links_of_a_list_sound_the_same(
    visit: Callable, trained: dict[str, runs.Run], own_runs: Path, nothing_starts: None
):
    for number in range(2):
        copy(trained["cnn"], own_runs, f"{trained['cnn'].name[:-4]}bee{number}")
    for _ in range(2):
        unfinished("stopped", "majority"), unfinished("queued", "majority")
    seen = visit("train")
    kinds = ("button", "menu_button", "page_link")
    labels = [one.proto.label for kind in kinds for one in seen.app.get(kind)]
    assert len(set(labels)) == len(labels) and seen.links.count("Inspect") == 5
