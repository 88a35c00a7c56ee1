"""`prepared`: what prepared images take on disk, and clearing the least recently used."""

import time
from typing import Any

from galaxy_core.cli import terminal

TITLE = "Prepared images on disk"
SENTENCE = "Lists the sets of prepared images and what they take on disk; clears the least recently used if asked to."
ORDER = 1.7
GB = 10**9


def arguments(parser) -> None:
    """What is to be cleared; without any, nothing."""
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--clear-oldest", action="store_true", help="remove the least recently used set")
    way.add_argument("--keep", type=float, metavar="GB", help="remove them until the others take at most so much")


def run(options) -> dict[str, Any]:
    """`{bytes, sets: [{file, dataset, steps, bytes, used}], cleared: […], beside: {folder: bytes}}`, the least recently
    used first; `used` is Unix time."""
    from galaxy_core import UsageError
    from galaxy_core.prepare.cache import room

    if options.keep is not None and not options.keep >= 0:
        raise UsageError(f"--keep {options.keep} can't be meant: give a number of gigabytes, 0 or more.")
    cleared = []
    if options.clear_oldest:
        cleared = [one for one in [room.clear_oldest()] if one]
    elif options.keep is not None:
        cleared = room.clear(int(options.keep * GB))
    there = room.sets()
    return {
        "bytes": sum(one.size for one in there),
        "sets": [_document(one) for one in there],
        "cleared": [_document(one) for one in cleared],
        "beside": room.beside(),
    }


def text(value: dict[str, Any]) -> terminal.Parts:
    """A table of what is there, and what is gone."""
    from galaxy_core.charts import formatting

    parts: list[Any] = []
    if value["cleared"]:
        freed = formatting.size(sum(one["bytes"] for one in value["cleared"]))
        parts.append(f"{formatting.count(len(value['cleared']), 'set')} cleared: {freed} are free again.")
    kept = [f"{name} {formatting.size(size)}" for name, size in value["beside"].items() if size]
    beside = [f"Kept beside them: {', '.join(kept)}."] if kept else []
    if not value["sets"]:
        return [*parts, "There are no prepared images: they are made when they are needed.", *beside]
    rows = [
        (
            one["dataset"] or "unknown", ", ".join(one["steps"]), formatting.size(one["bytes"]),
            formatting.ago(time.time() - one["used"]),
        )
        for one in value["sets"]
    ]  # fmt: skip
    total = (
        f"{formatting.size(value['bytes'])} in {formatting.count(len(rows), 'set')}; they are made again when needed."
    )
    return [*parts, terminal.table(("DATA SET", "STEPS", "SIZE", "USED"), rows, right=(2,)), total, *beside]


def _document(one) -> dict[str, Any]:
    return {
        "file": str(one.path), "dataset": one.dataset, "steps": list(one.steps), "bytes": one.size,
        "used": round(one.used, 3),
    }  # fmt: skip
