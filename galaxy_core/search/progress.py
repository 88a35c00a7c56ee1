"""Carries searches out: asks for their next trials, tells Optuna how those before did, ends the hopeless ones early.

`advance` is a function of what is on disk and may be called by anybody at any time; a killed process is missed for no
more than the time until the next one calls it. `python -m galaxy_core.search` calls it for all open searches until none
is left; the dispatcher starts it, and again where it was killed.
"""

import os
import time

import galaxy_core
from galaxy_core import GalaxyError, RunError, StorageError, runs
from galaxy_core.runs import Run, dispatcher
from galaxy_core.search import Search, ask, close, going, grid, hold, prune, values
from galaxy_core.search.proposals import hopeless, proposal
from galaxy_core.storage import atomic, faults, lock

POLL = 0.5  # seconds


def advance(search: Search) -> None:
    """Asks for the trials that are due, ends hopeless ones, and closes the search when nothing is left to decide.

    Does nothing while another process is at it. A trial is on disk or not at all, so nothing is asked for twice.
    Raises UsageError or RunError where a trial can't be asked for, StorageError where the disk is full.
    """
    held = lock.take(search.folder / "lock")
    if held is None:
        return
    try:
        if not search.is_open:
            return
        trials = search.trials
        trials += _due_trials(search, trials)
        is_going = any(run.status in ("queued", "running") for run in trials)
        if search.plan.prune and is_going:
            for run, words in hopeless(search, trials):
                prune(run, words)
        if len(trials) >= search.plan.trials and not (search.plan.prune and is_going):
            close(search)
    finally:
        os.close(held)


def _due_trials(search: Search, trials: list[Run]) -> list[Run]:
    """Puts the trials that are due into the queue: of a grid all, of TPE as many as train at once."""
    last = max((run.request.created for run in trials), default=0.0)
    if search.plan.method == "grid":
        there = [values(search, run) for run in trials]
        missing = [chosen for chosen in grid(search.plan) if chosen not in there]
        return ask(search, missing, max(time.time(), last + 0.001))
    busy = sum(run.status in ("queued", "running") for run in trials)
    created: list[Run] = []
    while len(trials) + len(created) < search.plan.trials and busy + len(created) < runs.slots():
        chosen = proposal(search, [*trials, *created])
        created += ask(search, [chosen], max(time.time(), last + 0.001 * (1 + len(created))))
    return created


def carry_out() -> None:
    """Advances all open searches until there are none. Returns at once where another process does it."""
    held = hold()
    if held is None:
        return
    atomic.sweep(galaxy_core.runs_folder() / "searches")
    while searches := going():
        for search in searches:
            _advance(search)
        dispatcher.bring_back()  # where it was killed: nobody would train the trials just asked for
        time.sleep(POLL)
    os.close(held)
    if going():
        dispatcher.bring_back()  # for a search that came between the last look and here


def _advance(search: Search) -> None:
    """What can't be mended by trying again closes the search with its sentence."""
    try:
        advance(search)
    except StorageError as error:
        print(error, flush=True)
    except RunError as error:
        close(search, str(error))
    except GalaxyError as error:
        close(search, f"A trial can't be asked for: {error}")
    except Exception as error:
        close(search, faults.sentence(error, "It ended with an unexpected error"))
