"""What is true of all runs now, looked at by every open page all the time: a stamp, not the runs."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass

import galaxy_core
from galaxy_core import RunError
from galaxy_core.runs.listing import find
from galaxy_core.runs.run import NAME, Metadata
from galaxy_core.storage.json_cache import FRESH

GOING = ("queued", "running")


@dataclass(frozen=True)
class State:
    """What a list of runs shows of one and what may change: its status, its place in the queue, its title and note."""

    status: str
    place: float
    metadata: Metadata


def states() -> dict[str, State]:
    """The state of every readable run, by name.

    A folder's time changes whenever a file in it is made, replaced or removed. So one of a run that has ended is read
    anew only then: a thousand of them take some milliseconds. Of those that go on nothing is remembered, as they end
    without a trace where their process is killed.
    """
    root = str(galaxy_core.runs_folder())
    known, found = _known.get(root, {}), {}
    for name, changed in folders(root):
        kept = known.get(name)
        if not (kept and kept[0] == changed and kept[1].status not in GOING and is_settled(changed)):
            try:
                run = find(name)
            except RunError:
                continue
            kept = changed, State(run.status, run.place, run.metadata)
        found[name] = kept
    _known.clear()  # of other folders: an app has one
    _known[root] = found
    return {name: state for name, (_, state) in found.items()}


def ended(of: Mapping[str, State]) -> dict[str, State]:
    """Those that don't go on."""
    return {name: state for name, state in of.items() if state.status not in GOING}


def is_settled(changed: int) -> bool:
    """Whether a folder can't have changed again within one tick of the clock by which its time was taken."""
    return abs(time.time_ns() - changed) > FRESH


_known: dict[str, dict[str, tuple[int, State]]] = {}


def folders(root: str) -> list[tuple[str, int]]:
    """Names that may be those of runs, and when something was last made or removed in each, in nanoseconds."""
    try:
        entries = [entry for entry in os.scandir(root) if NAME.fullmatch(entry.name)]
        return [(entry.name, entry.stat(follow_symlinks=False).st_mtime_ns) for entry in entries]
    except OSError:  # none was ever made, or one was removed at this moment: the next look sees it
        return []
