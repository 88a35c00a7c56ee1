"""The queue: runs wait in their order, and a small dispatcher, one per runs folder, has them carried out.

The dispatcher (`python -m galaxy_core.queue`) needs no open page and no server, goes on with interrupted runs, and ends
when there is nothing to do. Whoever submits, opens a page or starts the app makes sure that it is there (`ensure`).
"""

import os
from collections.abc import Iterable
from dataclasses import asdict

from galaxy_core import RunError, UsageError, backends, runs
from galaxy_core.queue.starting import dispatcher_lock, ensure, ensure_dispatcher, hindrances
from galaxy_core.queue.submitting import Submission, in_background
from galaxy_core.storage import atomic, lock

__all__ = [
    "Submission", "ensure", "finish", "hindrances", "in_background", "move", "resume", "stop", "stop_all", "submit",
    "submit_all",
]  # fmt: skip


def submit(request: runs.Request) -> runs.Run:
    """Puts a request into the queue and makes sure that somebody works it off."""
    return submit_all([request])[0]


def submit_all(requests: list[runs.Request], where: backends.Where | None = None) -> list[runs.Run]:
    """Puts several requests into the queue, in their order, for a back end or the usual one. Raises UsageError,
    StorageError before any of them is."""
    if where is None:
        backends.usual()  # a wrong setting is said here, to the person, and not by the dispatcher, to its log
    runs.slots()
    lock.check(dispatcher_lock(), anew=True)
    created = runs.create_all(requests, None if where is None else asdict(where))
    if created:
        ensure_dispatcher()
    return created


def stop(run: runs.Run) -> None:
    """Asks a run to stop; within two seconds it has. Raises RunError where it has ended already."""
    if run.status not in ("queued", "running"):
        raise RunError(f"The run {run.name} is not going on: it is {run.status}.")
    with atomic.sentences(run.folder):
        (run.folder / "cancel").touch()
    backends.cancel(run)  # what waits at a back end looks at no file
    ensure()


def stop_all(members: Iterable[runs.Run]) -> int:
    """Asks all of these runs to stop that go on, those that wait first, so that none of them begins meanwhile; returns
    how many that were."""
    going = [(status, run) for run in members if (status := run.status) in ("queued", "running")]
    for _, run in sorted(going, key=lambda pair: pair[0]):
        with atomic.sentences(run.folder):
            (run.folder / "cancel").touch()
    for _, run in going:
        backends.cancel(run)
    ensure()
    return len(going)


def finish(run: runs.Run) -> None:
    """Asks a run to learn no more: it goes back to its last whole epoch, the first if it has none yet, and is scored.

    `resume` later goes on from there, as if it had never ended. Raises RunError where it has ended already, or doesn't
    learn in epochs, or waits and has learned nothing.
    """
    status, sorry = run.status, f"The run {run.name} can't end early"
    if status not in ("queued", "running"):
        raise RunError(f"{sorry}: it is {status}.")
    if "epochs" not in run.request.parameters:
        raise RunError(f"{sorry}: its model doesn't learn in epochs, so half of it is nothing. Stop it instead.")
    if status == "queued" and not run.learned:
        raise RunError(f"{sorry}: it has learned nothing yet. Stop it instead.")
    with atomic.sentences(run.folder):
        (run.folder / runs.FINISH).touch()
    ensure()


def resume(run: runs.Run, epochs: int | None = None) -> None:
    """Puts a run that has ended back into the queue, behind the others; it goes on from its last epoch.

    `epochs`: so many more than it has now. A finished run needs them, unless it was stopped before it had those that
    were asked for, or ended early (`finish`). Raises RunError where that can't be, UsageError for a wrong number.
    """
    goal = runs.goals.further(run, epochs)
    held = run.hold()
    if held is None:
        raise RunError(f"The run {run.name} can't go on: it is running.")
    try:  # a stopped run goes on once its cancel is gone, a finished one once it has a goal: each step may be the last
        atomic.write_json(run.folder / "state.json", {})
        runs.put_at_end(run)
        if goal:
            atomic.write_json(run.folder / "goal.json", goal)
        with atomic.sentences(run.folder):
            (run.folder / "live.json").unlink(missing_ok=True)  # what it was doing when it ended
            (run.folder / runs.FINISH).unlink(missing_ok=True)
            (run.folder / "cancel").unlink(missing_ok=True)
    finally:
        os.close(held)
    ensure()


def move(run: runs.Run, place: int) -> None:
    """Gives a waiting run another place in the queue: 1 is the next to begin, one too large the last.

    Raises RunError where it doesn't wait, UsageError for a place that there isn't.
    """
    waiting = runs.waiting()
    if run not in waiting:
        raise RunError(f"The run {run.name} doesn't wait in the queue: it is {run.status}.")
    if place < 1:
        raise UsageError(f"There is no place {place} in the queue: give a whole number from 1 to {len(waiting)}.")
    if place >= len(waiting):
        runs.put_at_end(run)
        return
    waiting.remove(run)
    waiting.insert(place - 1, run)
    at = waiting.index(run)
    places = [other.place for other in waiting]
    low = places[at - 1] if at else min(places) - 2
    high = places[at + 1]
    if low < (middle := (low + high) / 2) < high:
        atomic.write_json(run.folder / "place.json", {"place": middle})
    else:  # no number is left between the two
        for number, other in enumerate(waiting):
            atomic.write_json(other.folder / "place.json", {"place": number})
