"""The charts of Compare; the page itself: tests/pages/test_compare.py."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import runs
from tests.pages.stored_runs import copy

DRAW = "from galaxy_core.evaluation import comparison\nlines = comparison.table('sample')\n"
MEASURE = "next(one for one in lines[0].task.SCORES if one.key == {!r})"


@pytest.mark.parametrize("measure", ["accuracy", "macro_f1"])
def test_guessing_is_explained_where_it_is_drawn(measure: str, draw: Callable, finished: dict[str, runs.Run]):
    seen = draw(f"{DRAW}run_charts.score_by_cost(lines, {MEASURE.format(measure)})")
    assert ("majority baseline" in seen.text) is (measure == "accuracy") and len(seen.charts) == 2


def test_of_one_run_no_costs_are_compared(draw: Callable, finished: dict[str, runs.Run]):
    seen = draw(f"{DRAW}run_charts.score_by_cost(lines[:1], lines[0].measure())\nrun_charts.curves([])")
    assert not seen.charts and not seen.text


def test_a_class_that_no_run_knows_is_said(draw: Callable, finished: dict[str, runs.Run], own_runs):
    run = copy(finished["majority"], own_runs)
    labels = np.repeat(np.arange(10), 3)
    said = np.where(labels == 4, 5, labels)
    with np.load(run.folder / "predictions.npz") as found:
        arrays = dict(found)
    for first, part in enumerate(("test", "validation")):
        arrays |= {f"{part}_rows": 30 * first + np.arange(30), f"{part}_labels": labels}
        arrays[f"{part}_probabilities"] = np.eye(10, dtype=np.float32)[said]
    np.savez(run.folder / "predictions.npz", **arrays)
    seen = draw(f"{DRAW}from pages.ui.tasks import classes\nclasses.compare(lines, lines)")
    assert (
        "Cigar Shaped Smooth is the hardest class: none of these runs recognises any of its validation images."
        in seen.text
    )
