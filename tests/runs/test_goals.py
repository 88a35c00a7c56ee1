"""How many epochs a run is to have."""

from pathlib import Path

import pytest

from galaxy_core import UsageError, runs
from galaxy_core.models import TargetEpochs
from galaxy_core.runs import goals
from galaxy_core.storage import atomic
from tests.pages.stored_runs import learned, unfinished


def stopped(epochs: int, after: int) -> runs.Run:
    """A run of so many epochs that was stopped after some."""
    return learned(unfinished("stopped", "cnn", epochs=epochs), after)


def set_goal(run: runs.Run, goal: dict | None) -> None:
    atomic.write_json(run.folder / "goal.json", goal)


def test_it_ends_with_the_epochs_it_has_and_goes_on_as_if_it_had_not(own_runs: Path) -> None:
    run = stopped(30, 10)
    set_goal(run, goal := goals.here(run))
    assert (goal["epochs"], goal["since"], goal["planned"]) == (10, 0, 30)
    assert goals.epochs(run) == 10 and run.planned_epochs == 30 and run.ends_early
    assert goals.here(run)["planned"] == 30, "as often as it is asked"
    set_goal(run, goals.further(run, None))
    assert run.target_epochs == TargetEpochs(30, 0) and run.planned_epochs is None and not run.ends_early


def test_what_has_all_its_epochs_needs_no_other_goal(own_runs: Path) -> None:
    assert goals.here(stopped(10, 10)) is None and goals.here(unfinished("stopped")) is None
    assert goals.epochs(unfinished("stopped")) is None


def test_ended_early_on_the_way_to_more_epochs(own_runs: Path) -> None:
    run = stopped(3, 3)
    set_goal(run, goals.further(run, 5))
    assert run.target_epochs == TargetEpochs(8, 3)
    set_goal(run, goals.here(run))
    assert run.target_epochs == TargetEpochs(3, 2) and run.planned_epochs == 8
    set_goal(run, goals.further(run, None))
    assert run.target_epochs == TargetEpochs(8, 2)


def test_what_failed_while_it_was_scored_is_scored_again(own_runs: Path) -> None:
    run = stopped(30, 10)
    set_goal(run, goals.here(run))
    (run.folder / "cancel").unlink()
    atomic.write_json(run.folder / "state.json", {"error": "The disk is full."})
    assert run.status == "failed" and goals.further(run, None) is None


@pytest.mark.parametrize("more", [0, -1, 100_000])
def test_wrong_numbers(more: int, own_runs: Path) -> None:
    with pytest.raises(UsageError, match=f"{more} more epochs can't be learned"):
        goals.further(stopped(5, 2), more)
