"""Runs that come with this program: usable by name like one's own, and never changed, continued or deleted.

Each is a run folder in `galaxy_core.shipped_folder()` whose name is words, as “first-model”. None is the user's work:
`listing.every` has none of them, so they count nowhere as the best, the latest or the one before. Who shows finished
runs adds those that are `listed`; a user may hide them, which `.hidden.json` in the runs folder remembers.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import galaxy_core
from galaxy_core import RunError
from galaxy_core.runs.request import Request, request_in
from galaxy_core.runs.run import Run
from galaxy_core.storage import atomic, json_cache

NAME = re.compile(r"[a-z]+(-[a-z0-9]+)*")
HIDDEN = ".hidden.json"


def find(name: str) -> Run | None:
    """The shipped run of that name; None where there is none."""
    folder = galaxy_core.shipped_folder() / name
    request = json_cache.kept(f"{folder}/request.json", request_in) if NAME.fullmatch(name) else None
    return Run(folder, request) if isinstance(request, Request) else None


def every() -> list[Run]:
    """All of them, by name."""
    folders = sorted(galaxy_core.shipped_folder().glob("*/request.json"))
    return [run for file in folders if (run := find(file.parent.name))]


def listed() -> list[Run]:
    """Those that the user hasn't hidden."""
    gone = hidden()
    return [run for run in every() if run.name not in gone]


def hidden() -> set[str]:
    """Names of those that the user has hidden."""
    names = json_cache.document(_hidden()).get("runs", ())
    return {run.name for run in every()}.intersection(names if isinstance(names, list) else ())


def hide(*members: Run) -> None:
    """Lists them no more; by name they are still there. Raises RunError for one that isn't shipped, StorageError."""
    for run in members:
        if not run.is_shipped:
            raise RunError(f"The run {run.name} is your own, and only shipped ones can be hidden: delete it instead.")
    _write(hidden() | {run.name for run in members})


def bring_back() -> None:
    """Lists all of them again. Raises StorageError."""
    _write(())


def refuse(run: Run, action: str) -> None:
    """Raises RunError for a shipped run, which can't … (`action`)."""
    if run.is_shipped:
        raise RunError(f"The run {run.name} is shipped with this program and can't {action}.")


def _write(names: Iterable[str]) -> None:
    atomic.write_json(_hidden(), {"runs": sorted(names)})


def _hidden() -> Path:
    return galaxy_core.runs_folder() / HIDDEN
