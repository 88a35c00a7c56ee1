"""Work that goes on when the page is left: one process per target file, with its progress beside the target.

A job is `python -m MODULE …` in a session of its own. It holds `TARGET.lock` from before it begins until it ends and
writes `TARGET.progress`; whether it is at work is what the lock says, never what was once written. What it prints
lies in `TARGET.log` until it has ended well. `TARGET.cancel` asks it to end with its next note of progress.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from galaxy_core import GalaxyError, StorageError
from galaxy_core.storage import atomic, faults, lock, processes, validation
from galaxy_core.storage.validation import Count, Time

HELD = "GALAXY_HELD"  # the number of the open file by which a job has its target's lock from whoever started it
EVERY = 0.3  # seconds between two notes of progress


class CancelledError(GalaxyError):
    """The work was called off; what it has on disk already is kept."""


@dataclass(frozen=True)
class Job:
    """How far the work on a target is: `done` of `total` units; `error` is the sentence it ended with, if it did.

    Neither running nor with an error, it was interrupted (killed, or the machine stopped) and can be started again.
    """

    done: Count = 0
    total: Count = 0
    running: bool = False
    error: str | None = None
    started: Time = 0.0  # seconds since 1970, when `first` units were done
    first: Count = 0  # units that were there already: of a resumed download
    asked: str = ""  # the arguments it was started with

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    @property
    def seconds_left(self) -> float | None:
        """By the speed so far, or None while that isn't known."""
        gained, missing = self.done - self.first, max(0, self.total - self.done)
        passed = time.time() - self.started  # negative where the clock was set back meanwhile
        if passed < 0 or gained <= 0 or gained < 0.01 * (gained + missing):
            return None
        return passed * missing / gained


def start(target: Path, module: str, *arguments: str) -> None:
    """Starts `python -m module arguments…` in the background, unless somebody works on that target already.

    Raises StorageError where the folder can't be written, or can't hold locks.
    """
    if lock.is_held(_lock(target)) or (held := lock.take(_lock(target))) is None:
        return
    try:
        _cancel(target).unlink(missing_ok=True)
        _write(target, Job(0, 0, True, started=time.time(), asked=" ".join(arguments)))
        processes.start(["-m", module, *arguments], _log(target), {HELD: str(held)}, held=(held,), anew=True)
    finally:
        os.close(held)  # the job has inherited it


def ensure(target: Path, module: str, *arguments: str) -> Job | None:
    """Has it done as `start`, unless somebody is at it or the same has failed, and says how far it is.

    What failed with other arguments is begun anew: the same images may lie elsewhere by now. Raises as `start`.
    """
    state = job(target)
    failed = state is not None and state.error is not None and state.asked in ("", " ".join(arguments))
    if state is None or not (state.running or failed):
        start(target, module, *arguments)
        state = job(target)
    return state


def cancel(target: Path) -> None:
    """Asks the work on a target to end soon, as if it had never been begun; nothing where nobody is at it."""
    if lock.is_held(_lock(target)):
        _cancel(target).touch()


def is_ending(target: Path) -> bool:
    """Whether work on a target has been called off and hasn't ended yet."""
    return _cancel(target).exists() and lock.is_held(_lock(target))


def job(target: Path) -> Job | None:
    """What is known of the work on a target, or None if none was begun, or it has ended well."""
    try:  # asked first: progress goes before the lock, so what is left then is true
        running = lock.is_held(_lock(target))
    except StorageError as error:
        return Job(0, 0, False, str(error))
    written = atomic.read_json(_progress(target))
    if written is None:
        return Job(0, 0, True) if running else None
    noted = replace(validation.sound(Job, written), running=running)
    return noted if running or noted.error else replace(noted, error=_last_words(target))


@contextmanager
def working(target: Path, watcher: Callable[[int, int], None] | None = None) -> Iterator[Callable[[int, int], None]]:
    """Holds the target's lock (waits for it) and yields `progress(done, total)`; an error is left as a sentence.

    `watcher(done, total)` is told the same.
    """
    last, written = Job(0, 0, True, started=time.time()), 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last, written
        begun, first = (last.started, last.first) if last.total else (time.time(), done)
        last = replace(last, done=done, total=total, started=begun, first=first)
        if time.monotonic() - written > EVERY:
            written = time.monotonic()
            _write(target, last)
            if _cancel(target).exists():
                raise CancelledError(f"The work on {target.name} was called off.")
        if watcher:
            watcher(done, total)

    with _locked(target):
        if (begun_as := job(target)) is not None:
            last = replace(last, asked=begun_as.asked)
        _write(target, last)
        try:
            yield progress
        except CancelledError:
            _forget(target)
            raise
        except Exception as error:
            sentence = str(error) if isinstance(error, GalaxyError) else _unexpected(error, target)
            _write(target, Job(**{**asdict(last), "running": False, "error": sentence}))
            raise
        _forget(target)


def _forget(target: Path) -> None:
    """Nothing is known of the work any more: it has ended well, or was called off."""
    for file in (_cancel(target), _progress(target), _log(target)):
        file.unlink(missing_ok=True)


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """The target's lock: the one inherited from `start`, or our own once it is free."""
    held = os.environ.get(HELD, "")
    if not (held.isdigit() and _is_open_on(int(held), _lock(target))):
        with lock.waiting(_lock(target)):
            yield
        return
    del os.environ[HELD]
    os.set_inheritable(int(held), False)
    try:
        yield
    finally:
        os.close(int(held))


def _is_open_on(handle: int, path: Path) -> bool:
    try:
        if not os.path.samestat(os.fstat(handle), os.stat(path)):
            return False
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # ours already if inherited
    except OSError:
        return False
    return True


def _write(target: Path, state: Job) -> None:
    """Notes progress; not made durable, as what is lost with the machine is no progress any more."""
    aside = _progress(target).with_suffix(".progress-new")
    with suppress(OSError):  # the work matters, its progress bar doesn't
        aside.write_text(json.dumps(asdict(state)), encoding="utf-8")
        os.replace(aside, _progress(target))


def _last_words(target: Path) -> str | None:
    """What a job said that broke off before it could leave its error; None if it was killed."""
    with suppress(OSError):
        lines = _log(target).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        if any(line.startswith("Traceback ") for line in lines):
            return f"The work on {target.name} ended unexpectedly ({lines[-1]}): see {_log(target)}."
    return None


def _unexpected(error: Exception, target: Path) -> str:
    faults.keep(error, _log(target))  # also where nobody has sent our prints there
    reason = f"{type(error).__name__}: {error}"
    return f"The work on {target.name} ended unexpectedly ({reason}): see {_log(target)}."


def _lock(target: Path) -> Path:
    return target.with_name(target.name + ".lock")


def _progress(target: Path) -> Path:
    return target.with_name(target.name + ".progress")


def _cancel(target: Path) -> Path:
    return target.with_name(target.name + ".cancel")


def _log(target: Path) -> Path:
    return target.with_name(target.name + ".log")
