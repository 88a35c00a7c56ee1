"""The stamp of all runs: it changes with whatever a list of runs shows, and costs little while nothing does."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from galaxy_core import queue, runs
from galaxy_core.runs import states
from galaxy_core.runs.states import State
from galaxy_core.storage import lock
from tests.pages.stored_runs import damaged, running, unfinished


@pytest.fixture
def nobody_dispatches(own_runs: Path) -> Iterator[Path]:
    """Waiting runs stay waiting: it seems that another process works the queue off."""
    held = lock.take(own_runs / ".queue.lock")
    yield own_runs
    os.close(held)


def seen() -> dict[str, str]:
    return {name: state.status for name, state in states.states().items()}


def settled(run: runs.Run) -> runs.Run:
    """As if nothing had changed in its folder for a minute."""
    os.utime(run.folder, ns=(0, run.folder.stat().st_mtime_ns - 60 * 10**9))
    return run


def test_every_status_and_what_ends_it(nobody_dispatches: Path):
    assert states.states() == {}
    made = {status: unfinished(status) for status in ("queued", "stopped", "failed")}
    with running(unfinished("queued", "majority")) as live:
        assert seen() == {**{run.name: status for status, run in made.items()}, live.name: "running"}
    assert seen()[live.name] == "queued"  # its process is gone, which no file tells
    damaged()
    assert len(seen()) == 4 and states.ended(states.states()).keys() == {made["stopped"].name, made["failed"].name}


@pytest.mark.parametrize("change", [
    lambda run: queue.resume(run), lambda run: runs.describe(run, "A title"), lambda run: runs.delete(run),
])  # fmt: skip
def test_what_is_done_to_a_run_that_has_ended_changes_it(change: Callable, nobody_dispatches: Path):
    run = settled(unfinished("stopped"))
    before = states.states()
    assert states.states() == before and before[run.name] == State("stopped", run.place, runs.Metadata())
    change(run)
    assert states.states() != before


def test_a_place_in_the_queue_changes_it(nobody_dispatches: Path):
    first = unfinished("queued")
    unfinished("queued")
    before = states.states()
    queue.move(first, 2)
    assert states.states() != before


def test_of_runs_that_have_ended_only_the_folder_is_looked_at(own_runs: Path, calls: Callable):
    for _ in range(20):
        settled(unfinished("stopped", "majority"))
    first, again = calls(states.states), calls(states.states)
    assert again < first / 5 and again < 20 * 12
