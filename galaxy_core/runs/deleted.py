"""Deleted runs, which can be brought back for a while: their folders lie aside, under names that nobody lists."""

import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import galaxy_core
from galaxy_core import RunError
from galaxy_core.runs.listing import aside, find
from galaxy_core.runs.run import Run
from galaxy_core.storage import atomic

WHILE = 10.0  # seconds in which a run can be brought back
LATER = 2.0  # seconds more until it is removed for good: somebody may press in the last moment
PREFIX = ".deleted-"


def put_aside(run: Run) -> None:
    """Deletes a run so that `bring_back` undoes it for a while. Raises RunError where it is being trained."""
    there = aside(run, PREFIX)
    if there is None:
        return
    os.utime(there)
    timer = threading.Timer(WHILE + LATER, purge, (run.folder.parent,))
    timer.daemon = True  # what a process leaves behind that ends before is for `purge` of the next one
    timer.start()


def bring_back(name: str) -> Run:
    """Undoes the deletion of a run. Raises RunError where it has been removed for good."""
    root = galaxy_core.runs_folder()
    with atomic.sentences(root):
        try:
            os.rename(root / f"{PREFIX}{name}", root / name)
        except FileNotFoundError:
            raise RunError(f"The run {name} can't be brought back: it was deleted too long ago.") from None
    return find(name)


def can_be_brought_back(names: Iterable[str]) -> list[str]:
    """Those of these runs whose deletion can be undone now."""
    known = {folder.name.removeprefix(PREFIX) for folder, age in _aside(galaxy_core.runs_folder()) if age < WHILE}
    return [name for name in names if name in known]


def purge(root: Path) -> None:
    """Removes for good what was deleted in a runs folder and can't be brought back any more."""
    for folder, age in _aside(root):
        if age >= WHILE + LATER:
            removed = folder.with_name(f".old-{folder.name.removeprefix(PREFIX)}")
            with suppress(OSError):  # another process does it just now
                os.rename(folder, removed)
                shutil.rmtree(removed, ignore_errors=True)


def _aside(root: Path) -> Iterator[tuple[Path, float]]:
    """What lies aside, with its age in seconds; a clock that was set back makes nothing younger than new."""
    for folder in root.glob(f"{PREFIX}*"):
        with suppress(OSError):
            yield folder, max(0.0, time.time() - folder.stat().st_mtime)
