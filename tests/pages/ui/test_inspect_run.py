"""The parts of Inspect; the page itself: tests/pages/test_inspect.py."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from galaxy_core import runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation import comparison, stored
from pages.ui import inspect_run, run_names
from tests.pages.stored_runs import copy
from tests.pages.visits import Visit


def test_a_run_is_called_by_model_score_and_age(finished: dict[str, runs.Run]):
    for line in comparison.table("sample"):
        title, accuracy = inspect_run._title(line, runs.title(line.run)), stored.scores_of(line.run).accuracy
        assert title.startswith(f"{runs.title(line.run)} · {formatting.percent(accuracy.value)} · ")


def test_a_run_without_predictions_says_so(visit: Callable[..., Visit], trained: dict[str, runs.Run]):
    (trained["cnn"].folder / "predictions.npz").unlink()
    offered = visit("inspect").field("Run").options
    assert len(offered) == 3 and offered[-1].startswith("CNN") and offered[-1].endswith("its predictions are gone")


def test_a_second_run_stands_in_the_address(visit: Callable[..., Visit], finished: dict[str, runs.Run]):
    one, other = finished["cnn"].name, finished["majority"].name
    seen = visit("inspect", run=one, beside=other)
    assert seen.field("Compare with").value == other
    assert len(seen.field("Compare with").options) == len(seen.field("Run").options) - 1  # all but itself
    seen.choose("Compare with", None)
    assert "beside" not in seen.app.query_params
    assert visit("inspect", run=one, beside=one).field("Compare with").value is None


def test_only_runs_that_can_be_compared_are_offered_beside(
    visit: Callable, trained: dict[str, runs.Run], own_runs: Path
):
    run = trained["cnn"]
    other = copy(run, own_runs, f"{run.name[:-4]}beef", dataset="galaxy10_sdss")
    with np.load(other.folder / "predictions.npz") as said:
        np.savez(other.folder / "predictions.npz", **{**said, "test_rows": said["test_rows"][::-1] + 1})
    (other.folder / "scores.json").unlink(missing_ok=True)
    seen = visit("inspect", run=run.name)
    assert len(seen.field("Run").options) == 5  # those of the sample, a line, and the other one
    assert seen.field("Run").options[3] == run_names.OTHERS and " · Galaxy10 SDSS · " in seen.field("Run").options[4]
    assert len(seen.field("Compare with").options) == 2 and "Not offered: 1 tested on other images." in seen.text
    asked = visit("inspect", run=run.name, beside=other.name)  # by a link it is shown, and why not
    assert asked.field("Compare with").value == other.name


def test_after_another_data_set_was_chosen_it_is_about_that_one(
    visit: Callable, trained: dict[str, runs.Run], own_runs: Path
):
    run = trained["cnn"]
    other = copy(run, own_runs, f"{run.name[:-4]}beef", dataset="galaxy10_sdss")
    seen = visit("inspect", run=trained["majority"].name)
    assert seen.open("inspect").field("Run").value == trained["majority"].name
    seen.open("compare", dataset="galaxy10_sdss")
    assert seen.open("inspect").field("Run").value == other.name
    assert seen.open("classify").field("Model").value == other.name
