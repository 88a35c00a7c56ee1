"""The dispatcher, seen from those it started: they bring it back where it was killed, and start none where none was.

It passes `$GALAXY_DISPATCHER` to its children: the module that it is, and the lock that it holds, as JSON. What a
person or a cluster starts has no such variable, and leaves dispatchers alone.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from galaxy_core import StorageError
from galaxy_core.storage import lock, processes

VARIABLE = "GALAXY_DISPATCHER"


def environment(module: str, held: Path) -> dict[str, str]:
    """What a dispatcher adds to the environment of its children: how it is started, and the lock it holds."""
    return {VARIABLE: json.dumps({"module": module, "lock": str(held)})}


def bring_back() -> None:
    """Starts the dispatcher that started this process, where it is gone; does nothing where none did, or on a full
    disk."""
    try:
        noted = json.loads(os.environ.get(VARIABLE, ""))
        module, held = str(noted["module"]), Path(noted["lock"])
    except (ValueError, TypeError, KeyError):
        return
    with suppress(StorageError):
        if not lock.is_held(held):
            processes.start(["-m", module], held.with_suffix(".log"))
