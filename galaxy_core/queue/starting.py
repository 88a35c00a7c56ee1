"""Making sure that somebody works the queue off: the dispatcher, and the process that carries searches out."""

import time
from contextlib import suppress
from pathlib import Path
from subprocess import Popen

import galaxy_core
from galaxy_core import StorageError, runs, search
from galaxy_core.runs import dispatcher
from galaxy_core.storage import lock, processes

PROGRAM = "galaxy_core.queue"
SEARCH = "galaxy_core.search"
FRESH = 2.0  # seconds in which a dispatcher is just being started; less than it waits idle
AGAIN = 5.0  # seconds until a process for the searches is started again

_dispatchers: dict[Path, tuple[Popen[bytes] | None, float]] = {}  # that this process started last, and when
_search_begun: dict[Path, float] = {}  # when this process last started one for the searches, by runs folder


def ensure() -> None:
    """Starts a dispatcher, and a process for the searches, unless they are there or there is nothing to do.

    Raises StorageError where the runs folder can't hold locks: nothing could be trained in it.
    """
    lock.check(dispatcher_lock())
    ensure_search()
    if not lock.is_held(dispatcher_lock()) and (runs.going() or search.going()):
        ensure_dispatcher()


def ensure_dispatcher() -> None:
    """Starts a dispatcher unless one is there, or this process has just started one that hasn't got its lock yet.

    A dispatcher that did get it, this one or another's, lives longer than it counts as just started.
    """
    folder = galaxy_core.runs_folder()
    if lock.is_held(dispatcher_lock()):
        return
    process, began = _dispatchers.get(folder, (None, 0.0))
    if process is None or process.poll() is not None or time.monotonic() - began > FRESH:
        _dispatchers[folder] = (_start(PROGRAM), time.monotonic())


def hindrances() -> tuple[str, ...]:
    """Sentences on why nothing can be trained in the runs folder, or why the dispatcher ended that isn't there."""
    try:
        lock.check(dispatcher_lock())
        if lock.is_held(dispatcher_lock()):
            return ()
        return (fault_file().read_text(encoding="utf-8"),)
    except StorageError as error:
        return (str(error),)
    except (OSError, ValueError):
        return ()


def fault_file() -> Path:
    """Holds the sentence with which the last dispatcher ended unexpectedly, until one works again."""
    return galaxy_core.runs_folder() / ".queue.fault"


def ensure_search() -> None:
    """Starts a process that carries the open searches out, unless one is there or was started just now."""
    lately = time.monotonic() - _search_begun.get(galaxy_core.runs_folder(), -AGAIN)
    if lately >= AGAIN and not search.is_at_work() and search.going():
        _search_begun[galaxy_core.runs_folder()] = time.monotonic()
        _start(SEARCH)


def dispatcher_lock() -> Path:
    """Held by the dispatcher of the runs folder while it lives."""
    return galaxy_core.runs_folder() / ".queue.lock"


def environment() -> dict[str, str]:
    """The variable by which children of the dispatcher bring it back where it was killed."""
    return dispatcher.environment(PROGRAM, dispatcher_lock())


def _start(module: str) -> Popen[bytes] | None:
    with suppress(StorageError):
        return processes.start(["-m", module], dispatcher_lock().with_suffix(".log"), environment())
    return None
