"""Searches: runs of one model that look for its best parameters. Their trials are ordinary queued runs.

searches/SEARCH/search.json   what is looked for and among what; written once
searches/SEARCH/closed.json   no more trials are asked for or ended early; why, where that wasn't its plan
searches/SEARCH/lock          held by whoever asks for trials

Everything else is read from the runs whose request names the search: it goes on after any kill from what is there.
"""

import itertools
import math
import os
import re
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import galaxy_core
from galaxy_core import RunError, UsageError, models, runs
from galaxy_core.plugins import parameters
from galaxy_core.plugins.parameters import Parameter
from galaxy_core.runs.run import Request, Run, one_line, request_in
from galaxy_core.storage import atomic, json_cache

NAME = re.compile(r"search-\d{8}-\d{6}-[0-9a-f]{4}")
METHODS = ("grid", "tpe")
MEASURES = {
    "accuracy": "Accuracy", "macro_f1": "Macro-F1", "balanced_accuracy": "Balanced accuracy", "loss": "Cross-entropy",
}  # fmt: skip
MOST = 500  # trials
PRUNED = "pruned: "  # how the cancel of a trial begins that was ended early


@dataclass(frozen=True)
class Dimension:
    """A parameter that is searched: among `choices`, or from `low` to `high`, if `log` evenly in the logarithm."""

    name: str
    choices: tuple = ()
    low: float = 0.0
    high: float = 0.0
    log: bool = False

    def __str__(self) -> str:
        texts = [str(one) for one in self.choices]
        if texts:
            return f"{self.name}={('|' if ',' in ''.join(texts) else ',').join(texts)}"
        return f"{self.name}={self.low:g}..{self.high:g}{':log' if self.log else ''}"


@dataclass(frozen=True)
class Plan:
    """Among what a search looks, how, for how many trials, by which of MEASURES on the validation images, and whether
    trials are ended early that do worse than most did by then."""

    space: tuple[Dimension, ...]
    method: str
    trials: int
    measure: str = "accuracy"
    prune: bool = False


@dataclass(frozen=True)
class Search:
    """A search on disk: `asked` is what all of its trials have alike."""

    name: str
    asked: Request
    plan: Plan

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
        reason = json_cache.document(self.folder / "closed.json").get("reason")
        return one_line(reason) if isinstance(reason, str) and reason.strip() else None

    @property
    def trials(self) -> list[Run]:
        """Its runs, as they were asked for."""
        return [run for run in reversed(runs.every()) if run.request.study == self.name]


def dimension(model: str, text: str) -> Dimension:
    """What a text says of a parameter of a model: "filters=8,16", "learning_rate=0.0001..0.01:log".

    Choices with commas in them are separated by |. Raises UsageError for what can't be searched.
    """
    known = {one.name: one for one in parameters.describe(models.model(model).Parameters)}
    name, equals, rest = (part.strip() for part in text.partition("="))
    if not equals or not rest:
        raise UsageError(f"“{text}” says nothing to search: write NAME=V1,V2,… or NAME=LOW..HIGH.")
    if name not in known:
        raise UsageError(f"“{name}” is not a parameter of {model}: choose {', '.join(known) or 'another model'}.")
    span = re.fullmatch(r"(.+?)\.\.(.+?)(:log)?", rest)
    if span and known[name].kind in (int, float) and not known[name].choices:
        return _range(known[name], span)
    texts = [one.strip() for one in rest.split("|" if "|" in rest else ",")]
    choices = tuple(known[name].value(one) for one in texts)
    if twice := next((one for one in choices if choices.count(one) > 1), None):
        raise UsageError(f"{name} = {twice} is named twice: name each choice once.")
    return Dimension(name, choices)


def plan(
    space: Iterable[Dimension], tpe: int | None = None, measure: str = "accuracy", prune: bool | None = None
) -> Plan:
    """A plan that can be carried out: the whole grid, or `tpe` trials. TPE prunes unless that is turned off, a grid
    doesn't unless it is turned on. Raises UsageError."""
    space = tuple(space)
    names = [one.name for one in space]
    if not space:
        raise UsageError("A search needs something to search: give NAME=V1,V2,… or, for TPE, NAME=LOW..HIGH.")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"{twice} is searched twice: name each parameter once.")
    if tpe is None and (spans := [one.name for one in space if not one.choices]):
        raise UsageError(f"A grid can't try all of {spans[0]}: name its values, as {spans[0]}=V1,V2, or choose TPE.")
    count = math.prod(len(one.choices) for one in space) if tpe is None else tpe
    if not 1 <= count <= MOST:
        raise UsageError(f"A search of {count} trials can't be made: 1 to {MOST} can.")
    if measure not in MEASURES:
        raise UsageError(f"“{measure}” is not a measure: choose {', '.join(MEASURES)}.")
    return Plan(space, "grid" if tpe is None else "tpe", count, measure, (tpe is not None) if prune is None else prune)


def begin(asked: Request, planned: Plan) -> Search:
    """Puts a search on disk; its trials are still to be asked for. Raises UsageError where a trial couldn't be.

    Of a range both ends are tried, of a grid everything.
    """
    ends = [[(one.name, value) for value in one.choices or (one.low, one.high)] for one in planned.space]
    for values in grid(planned) if planned.method == "grid" else ({name: v} for some in ends for name, v in some):
        _request(asked, values)
    while os.path.lexists(folder := _root() / f"search-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}"):
        continue

    def fill(aside: Path) -> None:
        aside.mkdir()
        atomic.write_json(aside / "search.json", {"asked": asdict(asked), "plan": asdict(planned)})

    atomic.write(folder, fill)
    return Search(folder.name, asked, planned)


def grid(planned: Plan) -> list[dict[str, Any]]:
    """All combinations of the choices, the last parameter changing fastest."""
    names = [one.name for one in planned.space]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*(d.choices for d in planned.space))]


def values(search: Search, run: Run) -> dict[str, Any]:
    """Those parameters of a trial that are searched."""
    return {one.name: run.request.parameters.get(one.name) for one in search.plan.space}


def ask(search: Search, chosen: Mapping[str, Any], created: float) -> Run:
    """Puts one more trial into the queue. Whoever asks holds the lock of the search. Raises UsageError, RunError."""
    return runs.create(replace(_request(search.asked, chosen), study=search.name, created=round(created, 3)))


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
    found = _read(name) if NAME.fullmatch(name) else None
    if found is None:
        raise RunError(f"There is no search “{name}” in {galaxy_core.runs_folder()}: “search --show” gives the latest.")
    return found


def every(dataset: str | None = None) -> list[Search]:
    """All searches that can be read (on a data set), the newest first."""
    found = [_read(name) for name in sorted(_names(), reverse=True)]
    return [one for one in found if one and dataset in (None, one.asked.dataset)]


def going() -> list[Search]:
    """Those that are open. Costs next to nothing where there are none."""
    names = [name for name in _names() if not os.path.exists(f"{_root()}/{name}/closed.json")]
    return [one for one in map(_read, sorted(names)) if one]


def _range(known: Parameter, span: re.Match) -> Dimension:
    low, high = (known.value(text) for text in span.groups()[:2])
    if not low < high:
        raise UsageError(f"{known.name} = {low:g}..{high:g} is no range: write the smaller number first.")
    if span[3] and low <= 0:
        raise UsageError(f"{known.name} = {low:g}..{high:g} has no logarithm: begin above 0, or leave out :log.")
    return Dimension(known.name, (), low, high, bool(span[3]))


def _request(asked: Request, chosen: Mapping[str, Any]) -> Request:
    more = {name: getattr(asked, name) for name in ("after", "preparation", "augment", "balance")}
    if more["after"] and not (galaxy_core.runs_folder() / more["after"]).is_dir():
        more["after"] = ""  # it has been deleted since
    return runs.request(asked.dataset, asked.model, asked.parameters | dict(chosen), asked.seed, asked.split, **more)


def _root() -> Path:
    return galaxy_core.runs_folder() / "searches"


def _names() -> list[str]:
    try:
        return [name for name in os.listdir(_root()) if NAME.fullmatch(name)]
    except OSError:
        return []


def _read(name: str) -> Search | None:
    found = json_cache.kept(f"{_root()}/{name}/search.json", _sound)
    return replace(found, name=name) if found else None


def _sound(stored: dict) -> Search | None:
    """The search that search.json holds, None where it holds none."""
    try:
        asked, plan = request_in(stored["asked"]), stored["plan"]
        space = tuple(Dimension(**one | {"choices": tuple(one["choices"])}) for one in plan["space"])
        planned = Plan(**plan | {"space": space})
        sound = space and planned.method in METHODS and planned.measure in MEASURES and 1 <= planned.trials <= MOST
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return Search("", asked, planned) if sound and isinstance(asked, Request) else None
