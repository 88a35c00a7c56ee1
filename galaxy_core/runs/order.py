"""In which order queued runs begin, and how many train at once."""

import heapq
import json
import os
from contextlib import suppress

import galaxy_core
from galaxy_core import UsageError
from galaxy_core.runs.listing import every, going
from galaxy_core.runs.run import Run
from galaxy_core.storage import atomic, json_cache, validation
from galaxy_core.storage.validation import Numbers


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
    """Queued runs by their place, each behind all that it waits for."""
    ranked = sorted(queued, key=lambda run: (run.place, run.request.created, run.name))
    rank = {run.name: number for number, run in enumerate(ranked)}
    missing = {run.name: run.request.waits_for & rank.keys() - {run.name} for run in ranked}
    behind: dict[str, list[str]] = {}
    for name, others in missing.items():
        for other in others:
            behind.setdefault(other, []).append(name)
    free = [number for name, number in rank.items() if not missing[name]]
    ordered: list[Run] = []
    while len(ordered) < len(ranked):
        # in a circle, which only a damaged file can make, the first begins
        number = heapq.heappop(free) if free else min(rank[name] for name, others in missing.items() if others)
        name = ranked[number].name
        missing[name] = set()
        ordered.append(ranked[number])
        for later in behind.pop(name, ()):
            if name in missing[later]:
                missing[later].remove(name)
                if not missing[later]:
                    heapq.heappush(free, rank[later])
    return ordered


def ready(runs: list[Run]) -> list[Run]:
    """Of runs that go on, those queued ones that may begin now, in their order: all that they wait for has ended."""
    queued = in_order([run for run in runs if run.status == "queued"])
    ahead = {run.name for run in runs} - {run.name for run in queued}
    may_begin = []
    for run in queued:
        if not run.request.waits_for & ahead:
            may_begin.append(run)
        ahead.add(run.name)
    return may_begin


def put_at_end(run: Run) -> None:
    """Gives a run the last place in the queue."""
    atomic.write_json(run.folder / "place.json", {"place": reserve(1)})


def reserve(count: int) -> float:
    """The first of so many places behind all that go on: counted, not by the clock, which somebody may set back.

    Where the count is lost it begins anew behind the last of them. Two who count at once may get the same place; the
    order of their runs is by chance anyway.
    """
    file = galaxy_core.runs_folder() / ".places.json"
    last = validation.sound(Numbers, json_cache.document(file)).get("last")
    if last is None:
        last = max((run.place for run in going()), default=0.0)
    with atomic.sentences(file.parent), suppress(FileNotFoundError):  # renamed away by another who counts
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name(f".places-{os.getpid()}")
        aside.write_text(json.dumps({"last": last + count}), encoding="utf-8")
        os.replace(aside, file)
    return last + 1
