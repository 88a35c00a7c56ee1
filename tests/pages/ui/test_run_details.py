"""Everything that is known of one run."""

from collections.abc import Callable

import pytest

from galaxy_core import runs
from pages.ui import run_details
from tests.pages.stored_runs import learned, unfinished


def shown(draw: Callable, run: runs.Run):
    return draw(f"from galaxy_core import runs\nrun_details.show(runs.find({run.name!r}))")


def test_a_finished_run_says_what_made_it(trained: dict[str, runs.Run]):
    run = trained["cnn"]
    facts = dict(run_details.facts(run))
    assert facts["Run"] == run.name and facts["Threads"]
    assert f"{run.result['rows']['train']} training, " in facts["Images"] and "keras" in facts["Versions"]
    assert facts["Fingerprint"] == run.result["made_by"]["dataset_fingerprint"] and "MB" in facts["Peak memory"]


def test_a_run_that_has_not_finished_says_what_it_knows(nothing_starts: None):
    run = unfinished("queued")
    assert [name for name, _ in run_details.facts(run)] == ["Run", "Data set", "Threads"]


@pytest.mark.parametrize("epochs", [0, 1, 3])
def test_its_curves(epochs: int, draw: Callable, nothing_starts: None):
    run = unfinished("stopped", "cnn", epochs=5)
    if epochs:
        learned(run, epochs)
    charts = shown(draw, run).charts
    assert len(charts) == (3 if epochs else 0)  # correct, loss, learning rate


def test_all_settings_of_a_renamed_run(draw: Callable, nothing_starts: None):
    run = unfinished("stopped", "cnn", epochs=5, filters=8)
    runs.describe(run, "**Mine**", "For the talk.")
    said = shown(draw, run).text
    for words in ("**Mine** CNN, epochs 5, filters 8 For the talk.", "Label smoothing 0.05", "Split seed 0"):
        assert words in said


def test_the_log_from_its_beginning_a_page_at_a_time(draw: Callable, nothing_starts: None):
    run = unfinished("stopped")
    (run.folder / "log.txt").write_text("\n".join(f"line {number}" for number in range(1, 251)))
    seen = shown(draw, run)
    assert seen.app.code[-1].value.splitlines()[::99] == ["line 1", "line 100"]
    assert "Lines 1–100 of 250" in seen.text
    seen.app.session_state[f"log-page-{run.name}"] = 3
    assert seen.run().app.code[-1].value.splitlines() == [f"line {number}" for number in range(201, 251)]


def test_the_table_and_what_it_said(draw: Callable, nothing_starts: None):
    run = learned(unfinished("stopped", "cnn", epochs=5), 3)
    assert "Nothing." in [found.value for found in shown(draw, run).app.code]
    (run.folder / "log.txt").write_text("It said <this>.")
    (run.folder / "history.csv").write_text("epoch,loss\n1,2.0\n")
    seen = shown(draw, run)
    assert [found.value for found in seen.app.code] == ["It said <this>."]
    assert [found.label for found in seen.app.get("download_button")] == ["Download history (CSV)"]
    table = seen.app.dataframe[0].value
    assert list(table["epoch"]) == [1, 2, 3] and "validation accuracy" in table
