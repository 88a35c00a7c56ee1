"""Work that goes on when the page is left: one process per target file, with its progress beside the target.

A job is `python -m MODULE …` in a session of its own. It holds `TARGET.lock` while it works and writes
`TARGET.progress`; whether it is at work is what the lock says, never what was once written.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from galaxy_core import GalaxyError
from galaxy_core.datasets.files import atomic, lock

CODE = Path(__file__).parents[3]


@dataclass(frozen=True)
class Job:
    """How far the work on a target is: `done` of `total` units; `error` is the sentence it ended with, if it did."""

    done: int
    total: int
    running: bool
    error: str | None = None
    started: float = 0.0

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    @property
    def seconds_left(self) -> float | None:
        """By the speed so far, or None while that isn't known."""
        return (time.time() - self.started) * (1 - self.share) / self.share if self.share > 0.01 else None


def start(target: Path, module: str, *arguments: str) -> None:
    """Starts `python -m module arguments…` in the background, unless somebody works on that target already."""
    if lock.is_held(_lock(target)):
        return
    with atomic.sentences(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        _progress(target).unlink(missing_ok=True)
        with open(target.with_name(target.name + ".log"), "wb") as log:
            subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join([str(CODE), os.environ.get("PYTHONPATH", "")])},
            )  # fmt: skip


def job(target: Path) -> Job | None:
    """What is known of the work on a target, or None if none was begun."""
    written = atomic.read_json(_progress(target))
    running = lock.is_held(_lock(target))
    if written is None:
        return Job(0, 0, True) if running else None
    return Job(**{**written, "running": running})


@contextmanager
def working(target: Path) -> Iterator[Callable[[int, int], None]]:
    """Holds the target's lock (waits for it) and yields `progress(done, total)`; an error is left as a sentence."""
    begun, last = time.time(), 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        if time.time() - last > 0.3:
            last = time.time()
            _write(target, Job(done, total, True, started=begun))

    with lock.waiting(_lock(target)):
        try:
            yield progress
        except GalaxyError as error:
            _write(target, Job(0, 0, False, error=str(error), started=begun))
            raise
        _progress(target).unlink(missing_ok=True)


def _write(target: Path, state: Job) -> None:
    try:
        _progress(target).write_bytes(b"")  # fails early and cheaply on a full disk
        atomic.write_json(_progress(target), asdict(state))
    except (OSError, GalaxyError):
        _progress(target).unlink(missing_ok=True)  # the work matters, its progress bar doesn't


def _lock(target: Path) -> Path:
    return target.with_name(target.name + ".lock")


def _progress(target: Path) -> Path:
    return target.with_name(target.name + ".progress")
