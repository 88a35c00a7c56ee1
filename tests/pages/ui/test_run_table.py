"""The table of runs; on the page: tests/pages/test_compare.py."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from galaxy_core import runs, tasks
from galaxy_core.charts import formatting, measures
from galaxy_core.evaluation import comparison, exporting, grouping
from galaxy_core.tasks import Measure
from pages.ui import run_table
from tests.pages.stored_runs import copy

SCORES = tasks.kind("classes").SCORES
DRAW = "from galaxy_core.evaluation import comparison\nlines = comparison.table('sample')\n"


@pytest.mark.parametrize("measure", SCORES, ids=lambda one: one.key)
def test_scores_are_numbers_with_their_intervals(measure: Measure, finished: dict[str, runs.Run]):
    lines = comparison.table("sample")
    frame, name = run_table._runs(lines, measure), measure.title
    scores = [line.score(measure.key) for line in lines]
    assert pd.api.types.is_numeric_dtype(frame[name])
    assert frame[name].tolist() == pytest.approx([100 * one.value for one in scores])
    assert frame[f"{name}, 95 %"].tolist() == [formatting.interval(one.low, one.high) for one in scores]
    for column in ("Test images", "Training time", "Parameters"):
        assert pd.api.types.is_numeric_dtype(frame[column])
    columns = run_table._run_columns(lines, measure)
    assert set(columns) <= set(frame.columns) and "Test set" not in frame
    assert sum(column["width"] for column in columns.values() if column) <= 1040  # beside the menu, at 1,366 pixels
    assert columns[name] and columns[f"{name}, 95 %"]


@pytest.mark.parametrize("measure", SCORES, ids=lambda one: one.key)
@pytest.mark.parametrize("by", ["seeds", "models"])
def test_what_orders_the_groups_stands_first(by: str, measure: Measure, finished: dict[str, runs.Run]):
    groups = run_table._groups(comparison.table("sample", measure.key), by, measure)
    frame = run_table._grouped(groups, by, measure)
    assert (
        frame.columns[3] == f"Validation {measures.within(measure)}" and frame[frame.columns[3]].is_monotonic_decreasing
    )
    assert frame.columns[4].startswith("Best" if by == "models" else "Mean") and frame[frame.columns[-1]].is_unique
    assert set(frame.columns) & set(run_table._group_columns(groups, measure))


def test_sets_of_test_images_have_letters(finished: dict[str, runs.Run]):
    assert run_table._sets([line.summary.images for line in comparison.table("sample")]) == ["A"] * 3


def test_moments_are_ordered_like_their_texts():
    moments = [0.0, 1e9, 1795264750.45, 1795264810.45]
    assert sorted(written := [run_table._minute(moment) for moment in moments]) == written and len({*written}) == 4


def test_one_run_has_nothing_to_filter(draw: Callable, finished: dict[str, runs.Run], own_runs: Path):
    copy(finished["majority"], own_runs)
    seen = draw(f"{DRAW}st.write(len(run_table.filtered(lines)))")
    assert not seen.app.text_input and "`1`" in seen.text


@pytest.mark.parametrize("by", ["runs", "seeds", "models"])
def test_the_file_is_that_of_the_table(by: str, draw: Callable, finished: dict[str, runs.Run], monkeypatch):
    made = []
    monkeypatch.setattr(run_table.download, "table", lambda content, name: made.append((content(), name)))
    draw(f"{DRAW}st.session_state['runs-grouped'] = {by!r}\nrun_table.exports(lines, [], lines[0].measure())")
    lines = comparison.table("sample")
    wanted = {
        "runs": lambda: exporting.table(lines),
        "seeds": lambda: exporting.groups(grouping.by_seed(lines)),
        "models": lambda: exporting.groups(grouping.by_model(lines)),
    }
    assert made == [(wanted[by](), "runs" if by == "runs" else f"runs by {by}")]
