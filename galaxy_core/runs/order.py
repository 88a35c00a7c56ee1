"""In which order queued runs begin, and how many train at once."""

import os

from galaxy_core import UsageError
from galaxy_core.runs.listing import every, going
from galaxy_core.runs.run import Run
from galaxy_core.storage import atomic


def slots() -> int:
    """How many runs train at once: `$GALAXY_SLOTS`, by default 1 (training uses all cores). Raises UsageError."""
    text = os.environ.get("GALAXY_SLOTS") or "1"
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise UsageError(f"GALAXY_SLOTS = “{text}” can't be used: give a whole number from 1 to 1000.")
    return int(text)


def waiting() -> list[Run]:
    """Those that are queued, in the order in which they will begin."""
    return in_order([run for run in every() if run.status == "queued"])


def in_order(queued: list[Run]) -> list[Run]:
    """Queued runs by their place, each behind the one it is to come after."""
    rest = sorted(queued, key=lambda run: (run.place, run.request.created, run.name))
    names, ordered = {run.name for run in rest}, []
    while rest:
        at = next((at for at, run in enumerate(rest) if not run.request.waits_for & names), 0)
        ordered.append(rest.pop(at))
        names.remove(ordered[-1].name)
    return ordered


def put_at_end(run: Run) -> None:
    """Gives a run the last place in the queue."""
    atomic.write_json(run.folder / "place.json", {"place": last_place()})


def last_place() -> float:
    """A place behind all that go on: by what is there, not by the clock, which somebody may set back."""
    return max((run.place for run in going()), default=0.0) + 1
