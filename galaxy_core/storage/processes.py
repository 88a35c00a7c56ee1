"""Processes that outlive whoever starts them: sessions of their own, with our folders, printing into a log."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import galaxy_core
from galaxy_core.storage import atomic

CODE = Path(galaxy_core.__file__).parents[1]


def environment() -> dict[str, str]:
    """Ours, with absolute folders, so that it doesn't matter where a process starts."""
    path = os.pathsep.join(filter(None, [str(CODE), os.environ.get("PYTHONPATH")]))
    folders = {"GALAXY_DATA": str(galaxy_core.data_folder()), "GALAXY_RUNS": str(galaxy_core.runs_folder())}
    return {**os.environ, **folders, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}


def start(
    words: list[str], log: Path, more: Mapping[str, str] | None = None, held: tuple[int, ...] = (), anew: bool = False
) -> subprocess.Popen[bytes]:
    """Starts `python words…`, which prints to the end of `log`, or into a log begun anew.

    more: variables of its environment besides ours. held: open files that it inherits, such as a lock. Raises
    StorageError where the log can't be written, or no process be started.
    """
    with atomic.sentences(log.parent), open(log, "wb" if anew else "ab") as file:
        process = subprocess.Popen(
            [sys.executable, *words], stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
            pass_fds=held, env={**environment(), **(more or {})},
        )  # fmt: skip
    threading.Thread(target=process.wait, daemon=True).start()  # or it stays a zombie once it has ended
    return process
