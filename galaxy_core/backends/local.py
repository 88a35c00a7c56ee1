"""This computer: each run is a process of its own, in a session of its own, so that it outlives whoever started it."""

import os
import platform
import time
from collections.abc import Iterable
from dataclasses import dataclass
from subprocess import Popen

import galaxy_core
from galaxy_core.backends import State
from galaxy_core.runs import Run
from galaxy_core.storage import lock, processes

TITLE = "This computer"
SENTENCE = "Trains on this computer, in a process that goes on without the app."
ORDER, USUAL = 1, True
GRACE = (0.8, 1.6)  # seconds after a cancel until SIGTERM, until SIGKILL


@dataclass(frozen=True)
class Options:
    """There is nothing to choose: the number of threads is a matter of the run."""


@dataclass
class _Child:
    """A process that this one has started, and when it was first to end."""

    process: Popen[bytes]
    cancelled: float | None = None


_children: dict[str, _Child] = {}  # by id


def missing() -> str | None:
    """Nothing."""
    return None


def submit(run: Run, options: Options) -> str | None:
    """Starts a process that inherits the lock of the run. The id is the run's name:
    its lock says what is true of it."""
    held = run.hold()
    if held is None:  # somebody trains it already, by hand, or it is gone
        return run.name if run.is_alive else None
    threads = {"GALAXY_LOCK": str(held), "OMP_NUM_THREADS": str(run.request.threads)}
    try:
        process = processes.start(
            ["-m", "galaxy_core.training", run.name], run.folder / "log.txt", threads, held=(held,)
        )
    finally:
        os.close(held)
    _children[run.name] = _Child(process)
    return run.name


def states(ids: Iterable[str]) -> dict[str, State]:
    """Running as long as its process lives, or somebody holds its lock; a dispatcher that came later knows the lock."""
    return {id: State("running", node=platform.node()) if _is_alive(id) else State("ended") for id in ids}


def cancel(id: str) -> None:
    """Ends by signals what a cancel alone doesn't end in time: an import or one long step looks at no file.

    A process that a dispatcher has started which was killed ends itself.
    """
    child = _children.get(id)
    if child is None or not _is_alive(id):
        return
    now = time.monotonic()
    child.cancelled = child.cancelled or now
    waited = now - child.cancelled
    if waited > GRACE[1]:
        child.process.kill()
    elif waited > GRACE[0]:
        child.process.terminate()


def _is_alive(id: str) -> bool:
    child = _children.get(id)
    if child and child.process.poll() is not None:
        del _children[id]
    return id in _children or lock.is_held(galaxy_core.runs_folder() / id / "alive.lock")
