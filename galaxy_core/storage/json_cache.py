"""Reading the small JSON files of runs: fast when nothing has changed. What is sound in them, `validation` says."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from galaxy_core.storage import atomic

FRESH = 50_000_000  # nanoseconds: a file this young may change again within one tick of the file system's clock
MOST = 50_000  # files remembered

_known: dict[tuple[str, Callable], tuple[tuple[int, int, int], Any]] = {}


def kept(path: str, interpret: Callable[[dict], Any]) -> Any:
    """What `interpret` makes of the JSON object in a file ({} where it holds none), or None where there is no file.

    Costs one `stat` as long as the file hasn't changed; what it gives is shared, so don't change it.
    """
    try:
        status = os.stat(path)
    except OSError:
        return None
    stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
    cached = _known.get((path, interpret))
    if cached and cached[0] == stamp:
        return cached[1]
    value = interpret(document(path))
    if abs(time.time_ns() - status.st_mtime_ns) > FRESH:
        if len(_known) > MOST:
            _known.clear()
        _known[path, interpret] = (stamp, value)
    return value


def document(path: str | Path) -> dict:
    """The JSON object in a file; {} where there is none, or something else."""
    try:
        return atomic.read_json(Path(path)) or {}
    except RecursionError:  # brackets within brackets, thousands of them
        return {}
