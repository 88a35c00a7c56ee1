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
        cleared = [prepared_set for prepared_set in [room.clear_oldest()] if prepared_set]
    elif options.keep is not None:
        cleared = room.clear(int(options.keep * GB))
    there = room.sets()
    return {
        "bytes": sum(prepared_set.size for prepared_set in there),
        "sets": [_document(prepared_set) for prepared_set in there],
        "cleared": [_document(prepared_set) for prepared_set in cleared],
        "beside": room.beside(),
    }


def text(value: dict[str, Any]) -> terminal.Parts:
    """A table of what is there, and what is gone."""
    from galaxy_core.charts import formatting

    parts: list[Any] = []
    if value["cleared"]:
        freed = formatting.size(sum(document["bytes"] for document in value["cleared"]))
        parts.append(f"{formatting.count(len(value['cleared']), 'set')} cleared: {freed} are free again.")
    kept = [f"{name} {formatting.size(size)}" for name, size in value["beside"].items() if size]
    beside = [f"Kept beside them: {', '.join(kept)}."] if kept else []
    if not value["sets"]:
        return [*parts, "There are no prepared images: they are made when they are needed.", *beside]
    rows = [
        (
            document["dataset"] or "unknown", ", ".join(document["steps"]), formatting.size(document["bytes"]),
            formatting.ago(time.time() - document["used"]),
        )
        for document in value["sets"]
    ]  # fmt: skip
    total = (
        f"{formatting.size(value['bytes'])} in {formatting.count(len(rows), 'set')}; they are made again when needed."
    )
    return [*parts, terminal.table(("DATA SET", "STEPS", "SIZE", "USED"), rows, right=(2,)), total, *beside]


def _document(prepared_set) -> dict[str, Any]:
    return {
        "file": str(prepared_set.path), "dataset": prepared_set.dataset, "steps": list(prepared_set.steps),
        "bytes": prepared_set.size, "used": round(prepared_set.used, 3),
    }  # fmt: skip
