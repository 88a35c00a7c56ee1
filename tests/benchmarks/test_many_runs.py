"""The benchmark of very many runs: its copies are runs like others, and every page can be measured with them."""

import shutil
from pathlib import Path

import pytest

from benchmarks import many_runs
from galaxy_core import runs
from galaxy_core.evaluation import comparison, summaries


@pytest.fixture
def many(finished: dict[str, runs.Run], own_runs: Path, tmp_path: Path) -> Path:
    """Thirty runs made of one; the folder in force has just that one."""
    run = finished["majority"]
    shutil.copytree(run.folder, own_runs / run.name, ignore=shutil.ignore_patterns(summaries.KEPT))
    many_runs.copy(own_runs, tmp_path / "many", 30)
    return tmp_path / "many"


def test_copies_are_runs_that_nobody_has_scored(many: Path, own_runs: Path, monkeypatch: pytest.MonkeyPatch):
    (one,) = runs.every()
    monkeypatch.setenv("GALAXY_RUNS", str(many))
    every = runs.every()
    assert len(every) == len({run.request.created for run in every}) == 30 and every[0].name == one.name
    assert all(run.is_finished and summaries.is_unscored(run) for run in every)
    assert len(comparison.table()) == 30


def test_a_page_is_measured_with_one_run_and_with_many(many: Path):
    found = many_runs.measure("pages/4_Compare.py", str(many), "wall")
    assert set(found) == {"few", "first", "again"} and min(found.values()) > 0
    assert [run for run in runs.every() if not summaries.is_unscored(run)]  # the page has listed them
