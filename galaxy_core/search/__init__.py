"""Searches: runs of one model that look for its best parameters. Their trials are ordinary queued runs.

searches/SEARCH/search.json   what is looked for and among what; written once
searches/SEARCH/closed.json   no more trials are asked for or ended early; why, where that wasn't its plan
searches/SEARCH/lock          held by whoever asks for trials

Everything else is read from the runs whose request names the search: it goes on after any kill from what is there.
Here is what a search is on disk; `plan` says among what it looks, `progress` asks for its trials,
`trials` is its table.
"""

import os
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import galaxy_core
from galaxy_core import RunError, UsageError, datasets, runs, tasks
from galaxy_core.runs import Request, Run
from galaxy_core.runs.request import request_in
from galaxy_core.runs.run import one_line
from galaxy_core.search.plan import MOST, Dimension, Plan, current, dimension, ends, grid, plan
from galaxy_core.storage import atomic, json_cache, lock, validation
from galaxy_core.tasks import Measure, Task

__all__ = [
    "MOST", "NAME", "Dimension", "Plan", "Search", "ask", "begin", "close", "dimension", "every",
    "find", "going", "grid", "hold", "is_at_work", "plan", "prune", "pruned", "values",
]  # fmt: skip
NAME = re.compile(r"search-\d{8}-\d{6}-[0-9a-f]{4}")
PRUNED = "pruned: "  # how the cancel of a trial begins that was ended early


@dataclass(frozen=True)
class Search:
    """A search on disk: `request` is what all of its trials have alike."""

    name: str
    request: Request
    plan: Plan

    @property
    def task(self) -> type[Task]:
        """What its trials learn."""
        return tasks.kind(datasets.task_of(self.request.dataset))

    @property
    def measure(self) -> Measure:
        """By what it chooses, on the validation images."""
        return self.task.measure(self.plan.measure)

    @property
    def folder(self) -> Path:
        """Where its own few files lie."""
        return _root() / self.name

    @property
    def is_open(self) -> bool:
        """Whether trials are still asked for, or may be ended early."""
        return self.folder.is_dir() and not (self.folder / "closed.json").exists()

    @property
    def reason(self) -> str | None:
        """Why it was closed before its plan was carried out."""
        closed = validation.sound(dict[str, str], json_cache.document(self.folder / "closed.json"))
        return one_line(closed.get("reason", "")) or None

    @property
    def trials(self) -> list[Run]:
        """Its runs, as they were asked for."""
        return [run for run in reversed(runs.every()) if run.request.study == self.name]


def begin(request: Request, planned: Plan) -> Search:
    """Puts a search on disk; its trials are still to be asked for. Raises UsageError where a trial couldn't be.

    Of a range both ends are tried, of a grid everything.
    """
    for chosen in ends(planned):
        _trial_request(request, chosen)
    while os.path.lexists(folder := _root() / f"search-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}"):
        continue

    def fill(aside: Path) -> None:
        aside.mkdir()
        atomic.write_json(aside / "search.json", {"asked": asdict(request), "plan": asdict(planned)})

    atomic.write(folder, fill)
    return Search(folder.name, request, planned)


def values(search: Search, run: Run) -> dict[str, Any]:
    """Those parameters of a trial that are searched."""
    return {searched.name: run.request.parameters.get(searched.name) for searched in search.plan.space}


def ask(search: Search, chosen: Sequence[Mapping[str, Any]], created: float) -> list[Run]:
    """Puts more trials into the queue, a millisecond apart. Whoever asks holds the lock of the search.

    Raises UsageError, RunError where one can't be.
    """
    requests = [
        replace(_trial_request(search.request, values), study=search.name, created=round(created + number / 1000, 3))
        for number, values in enumerate(chosen)
    ]
    return runs.create_all(requests)


def prune(run: Run, words: str) -> None:
    """Ends a trial early: it is stopped, and its cancel says why. If somebody goes on with it, it is as any other."""
    text = PRUNED + words
    atomic.write(run.folder / "cancel", lambda aside: aside.write_text(text, encoding="utf-8"))


def pruned(run: Run) -> str | None:
    """Why a trial was ended early, None where it wasn't."""
    try:
        text = (run.folder / "cancel").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    return one_line(text.removeprefix(PRUNED)) if text.startswith(PRUNED) else None


def close(search: Search, reason: str = "") -> None:
    """Asks for no more trials; those that were asked for go on."""
    if search.is_open:
        atomic.write_json(search.folder / "closed.json", {"reason": reason})


def find(name: str) -> Search:
    """The search of that name. Raises RunError where there is none, or where it can't be read."""
    stored = _read(name) if NAME.fullmatch(name) else None
    if stored is None:
        raise RunError(f"There is no search “{name}” in {galaxy_core.runs_folder()}: “search --show” gives the latest.")
    return stored


def every(dataset: str | None = None) -> list[Search]:
    """All searches that can be read (on a data set), the newest first."""
    stored = [_read(name) for name in sorted(_names(), reverse=True)]
    return [search for search in stored if search and dataset in (None, search.request.dataset)]


def going() -> list[Search]:
    """Those that are open. Costs next to nothing where there are none."""
    names = [name for name in _names() if not os.path.exists(f"{_root()}/{name}/closed.json")]
    return [search for search in map(_read, sorted(names)) if search]


def hold() -> int | None:
    """The lock of the process that carries out all searches of the runs folder; None where there is one already."""
    return lock.take(_process_lock())


def is_at_work() -> bool:
    """Whether a process carries out the searches of the runs folder."""
    return lock.is_held(_process_lock())


def _process_lock() -> Path:
    return galaxy_core.runs_folder() / ".search.lock"


def _trial_request(request: Request, chosen: Mapping[str, Any]) -> Request:
    more = {name: getattr(request, name) for name in ("after", "preparation", "augment", "balance")}
    if more["after"] and not (galaxy_core.runs_folder() / more["after"]).is_dir():
        more["after"] = ""  # it has been deleted since
    return runs.request(
        request.dataset, request.model, request.parameters | dict(chosen), request.seed, request.split, **more
    )


def _root() -> Path:
    return galaxy_core.runs_folder() / "searches"


def _names() -> list[str]:
    try:
        return [name for name in os.listdir(_root()) if NAME.fullmatch(name)]
    except OSError:
        return []


def _read(name: str) -> Search | None:
    stored: Search | None = json_cache.kept(f"{_root()}/{name}/search.json", _search)
    return replace(stored, name=name) if stored else None


def _search(stored: dict[str, Any]) -> Search | None:
    """The search that search.json holds, None where it holds none."""
    request = request_in(stored["asked"]) if isinstance(stored.get("asked"), dict) else ""
    planned: Plan | None = validation.whole(Plan, stored.get("plan"))
    if planned is None or not isinstance(request, Request):
        return None
    search = Search("", request, current(planned, request.model))
    try:
        return search if search.measure else None
    except UsageError:  # of a task, or a score, that there isn't
        return None
