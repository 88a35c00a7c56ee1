"""Runs that are yet to be scored: what a page says meanwhile, and that it gets on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core import runs
from galaxy_core.evaluation import summaries
from pages.ui import scoring
from tests.pages.stored_runs import copy


@pytest.fixture
def unscored(finished: dict[str, runs.Run], own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> list[runs.Run]:
    """Five runs that nobody has listed, the newest first; a page scores just one before it is drawn."""
    for number in range(5):
        made = copy(finished["majority"], own_runs, f"20260101-00000{number}-majority-0000", created=1e9 + number)
        (made.folder / summaries.KEPT).unlink(missing_ok=True)
    monkeypatch.setattr(scoring, "FIRST", 0)
    return runs.every()


def test_nothing_is_said_where_all_are_scored(draw: Callable):
    assert not draw("scoring.go_on([], 5)").app.get("progress")


def test_a_page_says_how_many_are_left_and_goes_on_each_time(visit: Callable, unscored: list[runs.Run]):
    seen = visit()
    for left in (4, 3, 2, 1):
        (bar,) = seen.app.get("progress")
        assert bar.proto.text == f"Scoring {left} more run{'s' * (left > 1)}…"
        assert bar.proto.value == 100 - 20 * left
        assert [summaries.is_unscored(run) for run in unscored] == [False] * (5 - left) + [True] * left
        assert f"{5 - left} finished run{'s' * (left < 4)}" in seen.text
        seen.run()
    assert not seen.app.get("progress") and "5 finished runs" in seen.text


def test_compare_shows_those_that_are_scored(visit: Callable, unscored: list[runs.Run]):
    seen = visit().open("compare")
    assert seen.app.dataframe[-1].value["Run"].tolist() == [run.name for run in unscored[:2]]
    assert [bar.proto.text for bar in seen.app.get("progress")] == ["Scoring 3 more runs…"]


def test_the_run_that_was_asked_for_does_not_wait(visit: Callable, unscored: list[runs.Run]):
    seen = visit("inspect", run=unscored[-1].name)
    assert seen.has(f"matrix-{unscored[-1].name}")
    offered = seen.field("Run").options
    assert len(offered) == 5 and sum("not scored yet" in title for title in offered) == 3


def test_classify_asks_the_best_of_those_that_are_scored(visit: Callable, unscored: list[runs.Run]):
    seen = visit().open("classify")
    assert len(seen.field("Model").options) == 2 and seen.app.get("progress")
