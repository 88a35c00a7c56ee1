"""What a search looks among, and how: its dimensions, its method, how many trials."""

import itertools
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from msgspec import Meta

from galaxy_core import UsageError, models, tasks
from galaxy_core.plugins import parameters
from galaxy_core.plugins.parameters import Parameter
from galaxy_core.storage.validation import Number

MOST = 500  # trials


@dataclass(frozen=True)
class Dimension:
    """A parameter that is searched: among `choices`, or from `low` to `high`, if `log` evenly in the logarithm."""

    name: str
    choices: tuple[Any, ...] = ()
    low: Number = 0.0
    high: Number = 0.0
    log: bool = False

    def __str__(self) -> str:
        texts = [str(choice) for choice in self.choices]
        if texts:
            return f"{self.name}={('|' if ',' in ''.join(texts) else ',').join(texts)}"
        return f"{self.name}={self.low:g}..{self.high:g}{':log' if self.log else ''}"


@dataclass(frozen=True)
class Plan:
    """Among what a search looks, how, for how many trials, by which score or loss of the task on the validation images,
    and whether trials are ended early that do worse than most did by then."""

    space: Annotated[tuple[Dimension, ...], Meta(min_length=1)]
    method: Literal["grid", "tpe"]
    trials: Annotated[int, Meta(ge=1, le=MOST)]
    measure: str  # a key of the task's SCORES, or of its LOSS
    prune: bool = False


def dimension(model: str, text: str) -> Dimension:
    """What a text says of a parameter of a model: "filters=8,16", "learning_rate=0.0001..0.01:log".

    Choices with commas in them are separated by |. Raises UsageError for what can't be searched.
    """
    by_name = {parameter.name: parameter for parameter in parameters.describe(models.model(model).Parameters)}
    name, equals, rest = (part.strip() for part in text.partition("="))
    if not equals or not rest:
        raise UsageError(f"“{text}” says nothing to search: write NAME=V1,V2,… or NAME=LOW..HIGH.")
    if name not in by_name:
        raise UsageError(f"“{name}” is not a parameter of {model}: choose {', '.join(by_name) or 'another model'}.")
    span = re.fullmatch(r"(.+?)\.\.(.+?)(:log)?", rest)
    if span and by_name[name].kind in (int, float) and not by_name[name].choices:
        return _range(by_name[name], span)
    texts = [part.strip() for part in rest.split("|" if "|" in rest else ",")]
    choices = tuple(by_name[name].value(choice) for choice in texts)
    if twice := next((choice for choice in choices if choices.count(choice) > 1), None):
        raise UsageError(f"{name} = {twice} is named twice: name each choice once.")
    return Dimension(name, choices)


def plan(
    space: Iterable[Dimension], tpe: int | None = None, measure: str | None = None, prune: bool | None = None,
    task: str | None = None,
) -> Plan:  # fmt: skip
    """A plan that can be carried out: the whole grid, or `tpe` trials. TPE prunes unless that is turned off, a grid
    doesn't unless it is turned on. Without a measure it is that by which the task (the usual one, if None) chooses.
    Raises UsageError."""
    space = tuple(space)
    names = [searched.name for searched in space]
    if not space:
        raise UsageError("A search needs something to search: give NAME=V1,V2,… or, for TPE, NAME=LOW..HIGH.")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"{twice} is searched twice: name each parameter once.")
    if tpe is None and (spans := [searched.name for searched in space if not searched.choices]):
        raise UsageError(f"A grid can't try all of {spans[0]}: name its values, as {spans[0]}=V1,V2, or choose TPE.")
    count = math.prod(len(searched.choices) for searched in space) if tpe is None else tpe
    if not 1 <= count <= MOST:
        raise UsageError(f"A search of {count} trials can't be made: 1 to {MOST} can.")
    learned = tasks.kind(task or tasks.usual())
    chosen = learned.measure(measure or learned.CHOOSES).key
    return Plan(space, "grid" if tpe is None else "tpe", count, chosen, (tpe is not None) if prune is None else prune)


def current(planned: Plan, model: str) -> Plan:
    """A stored plan by the names that the parameters of its model and their choices have now; of a model that there
    isn't any more, as it is."""
    try:
        kind = models.model(model).Parameters
    except UsageError:
        return planned
    return replace(planned, space=tuple(_current(kind, searched) for searched in planned.space))


def grid(planned: Plan) -> list[dict[str, Any]]:
    """All combinations of the choices, the last parameter changing fastest."""
    names = [searched.name for searched in planned.space]
    combinations = itertools.product(*(searched.choices for searched in planned.space))
    return [dict(zip(names, values, strict=True)) for values in combinations]


def ends(planned: Plan) -> list[dict[str, Any]]:
    """Values that a trial may have, so many that what can't be trained is met before anything is queued: of a grid all
    combinations, else each choice, and both ends of each range."""
    if planned.method == "grid":
        return grid(planned)
    return [
        {searched.name: value}
        for searched in planned.space
        for value in searched.choices or (searched.low, searched.high)
    ]  # fmt: skip


def _current(kind: type, searched: Dimension) -> Dimension:
    (name,) = parameters.current(kind, {searched.name: None})
    choices = (parameters.current(kind, {name: choice})[name] for choice in searched.choices)
    return replace(searched, name=name, choices=tuple(choices))


def _range(parameter: Parameter, span: re.Match[str]) -> Dimension:
    low, high = (parameter.value(text) for text in span.groups()[:2])
    if not low < high:
        raise UsageError(f"{parameter.name} = {low:g}..{high:g} is no range: write the smaller number first.")
    if span[3] and low <= 0:
        raise UsageError(f"{parameter.name} = {low:g}..{high:g} has no logarithm: begin above 0, or leave out :log.")
    return Dimension(parameter.name, (), low, high, bool(span[3]))
