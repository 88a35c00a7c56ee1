"""The dispatcher, one per runs folder: submits queued runs in their order, and again those that were interrupted."""

import os
import time

import galaxy_core
from galaxy_core import GalaxyError, backends, runs, search
from galaxy_core.queue.starting import dispatcher_lock, ensure, ensure_search, fault_file
from galaxy_core.storage import atomic, faults, lock

POLL = 0.3  # seconds
SHARE = 0.2  # of the time at most goes into looking, however many runs there are
IDLE = 3.0  # seconds without work after which it ends
RETRY = 30.0  # seconds until a run is tried again that couldn't be submitted: the disk was full, another had its lock


def dispatch() -> None:
    """Works the queue off in its order, at most `runs.slots()` at once. Returns when nothing is left, or where another
    dispatcher does it."""
    held = lock.take(dispatcher_lock())
    if held is None:
        return
    atomic.sweep(galaxy_core.runs_folder())
    runs.deleted.purge(galaxy_core.runs_folder())
    submitted: dict[str, runs.Run] = {}  # by this dispatcher, and not ended yet
    refused: dict[str, float] = {}  # until when runs aren't tried that couldn't be submitted
    idle = time.monotonic()
    while time.monotonic() - idle < IDLE:
        begun = time.monotonic()
        is_busy = _look(submitted, refused)
        looked = time.monotonic() - begun
        fault_file().unlink(missing_ok=True)
        ensure_search()
        if is_busy or search.going():
            idle = time.monotonic()
        time.sleep(max(POLL, looked * (1 / SHARE - 1)))
    os.close(held)
    if any(run.name not in refused for run in runs.going()):
        ensure()  # for a run that came between the last look and here


def _look(submitted: dict[str, runs.Run], refused: dict[str, float]) -> bool:
    """Submits what may begin now, as far as there is room; whether anything is carried out."""
    going = runs.going()
    by_name = {run.name: run for run in going} | submitted
    busy = {run.name for run in going if run.status == "running"}
    states = backends.states(by_name.values())
    for name, state in states.items():
        if state.kind == "refused":
            _give_up(by_name[name], state.reason)
    busy |= {name for name, state in states.items() if state.is_busy}
    for name in submitted.keys() - busy:
        del submitted[name]
    for name in busy:
        if (by_name[name].folder / "cancel").exists():
            _cancel(by_name[name])
    here = sum(backends.is_limited(by_name[name]) for name in busy)
    for run in runs.ready(going):
        if here >= runs.slots() and not backends.has_others():
            break
        if here >= runs.slots() and backends.is_limited(run):
            continue
        if run.name in busy or time.monotonic() < refused.get(run.name, 0):
            continue
        if _submit(run):
            submitted[run.name] = run
            busy.add(run.name)
            here += backends.is_limited(run)
        elif run.status == "queued":
            refused[run.name] = time.monotonic() + RETRY
    return bool(busy)


def _cancel(run: runs.Run) -> None:
    try:
        backends.cancel(run)
    except GalaxyError as error:
        print(f"{run.name} can't be ended: {error}", flush=True)


def _give_up(run: runs.Run, sentence: str) -> None:
    try:
        backends.give_up(run, sentence)
    except GalaxyError as error:
        print(f"{run.name} can't be ended: {error}", flush=True)


def _submit(run: runs.Run) -> bool:
    try:
        return backends.submit(run)
    except GalaxyError as error:  # the disk is full, or the back end can't be reached: later it may work
        print(f"{run.name} can't be started: {error}", flush=True)
    except Exception as error:  # of one run, or of its back end: the others go on
        sentence = faults.sentence(error, "It could not be started because of an unexpected error")
        atomic.write_json(run.folder / "state.json", {**run.state, "error": sentence})
    return False
