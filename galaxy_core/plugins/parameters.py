"""Parameters of a plug-in: a frozen dataclass whose fields say what they mean, so that forms are made from it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from galaxy_core import UsageError

AUTOMATIC = "automatic"  # instead of a name: what suits


@dataclass(frozen=True)
class Parameter:
    """One field as a form or a help text needs it; `low` and `high` are inclusive, `folded` ones are for experts.

    when: ("optimizer", ("sgd",)) says that it only matters where the field `optimizer` has one of these values.
    counted: a text of names joined by “+”; a title says how many. aliases: (earlier name, name) of choices.
    runs: a text that may name runs, joined by “+”; whoever is asked for with it waits until they have ended.
    formerly: names it had; requests that were stored with one are read, and people may go on giving it.
    by_class: a text of class numbers and factors, as "0x2/4x2.5"; a class that isn't named has the factor 1.
    unit: what a number is counted in, as it stands behind it: "px", "of the side".
    offered: besides its default, its choices are what a task offers under this name.
    """

    name: str
    label: str
    description: str
    default: Any
    kind: type  # int, float, bool or str
    low: float | None = None
    high: float | None = None
    step: float | None = None
    choices: tuple = ()
    folded: bool = False
    when: tuple[str, tuple] | None = None
    counted: bool = False
    runs: bool = False
    formerly: tuple[str, ...] = ()
    offered: str = ""
    aliases: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    by_class: bool = False

    def matters(self, values: Mapping[str, Any]) -> bool:
        """Whether it changes anything beside these values of the other fields; one that is missing hides nothing."""
        if self.offered and len(self.choices) < 2:
            return False
        return self.when is None or self.when[0] not in values or values[self.when[0]] in self.when[1]

    def value(self, raw: Any) -> Any:
        """What a text or value given for it means. Raises UsageError for one of the wrong kind or out of range."""
        allowed = _allowed(self)
        try:
            converted = _convert(self.kind, dict(self.aliases).get(raw, raw))
        except (TypeError, ValueError):
            raise UsageError(f"{self.name} = “{raw}” can't be used: give {allowed}.") from None
        outside = (self.low is not None and not converted >= self.low) or (
            self.high is not None and not converted <= self.high
        )
        if outside or (self.choices and converted not in self.choices):
            raise UsageError(f"{self.name} = {converted} is out of range: give {allowed}.")
        return converted


def parameter(default: Any, label: str, description: str, **about: Any) -> Any:
    """A dataclass field with its description; `about` takes the other fields of Parameter, from low on."""
    return dataclasses.field(default=default, metadata={"label": label, "description": description, **about})


def describe(kind: type) -> tuple[Parameter, ...]:
    """The parameters of a dataclass, in the order of its fields."""
    return tuple(
        Parameter(name=field.name, default=field.default, kind=type(field.default), **field.metadata)
        for field in dataclasses.fields(kind)
    )


def offered(known: tuple[Parameter, ...], by: Any) -> tuple[Parameter, ...]:
    """The same parameters where `by` offers choices, as mappings from their names to sentences: such a parameter then
    has these behind its default and AUTOMATIC. One of which nothing is offered has its default alone."""
    found = []
    for one in known:
        choices = dict(getattr(by, one.offered)) if one.offered else {}
        sentences = "".join(f" {sentence}." for sentence in choices.values())
        named = tuple(dict.fromkeys((one.default, AUTOMATIC, *choices))) if choices else (one.default,)
        found.append(replace(one, choices=named, description=one.description + sentences) if one.offered else one)
    return tuple(found)


def current(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values by the names that parameters and their choices have now; one given by both its names keeps that
    of today's."""
    described = describe(kind)
    names = {name: parameter.name for parameter in described for name in parameter.formerly}
    aliases = {parameter.name: dict(parameter.aliases) for parameter in described}
    renamed = {names[name]: value for name, value in values.items() if name in names}
    renamed |= {name: value for name, value in values.items() if name not in names}
    return {
        name: aliases.get(name, {}).get(value, value) if isinstance(value, str) else value
        for name, value in renamed.items()
    }


def parse(kind: type, values: Mapping[str, Any]) -> Any:
    """An instance of the dataclass from texts or values; what isn't named keeps its default.

    Raises UsageError for an unknown name (listing the right ones) and for a value of the wrong kind or out of range.
    """
    parameters = {parameter.name: parameter for parameter in describe(kind)}
    values = current(kind, values)
    for name in values:
        if name not in parameters:
            choice = f"choose {', '.join(parameters)}" if parameters else "there are none, so leave it out"
            raise UsageError(f"“{name}” is not a parameter here: {choice}.")
    return kind(**{name: parameters[name].value(value) for name, value in values.items()})


def _convert(kind: type, value: Any) -> Any:
    if kind is bool:
        words = {
            "true": True,
            "yes": True,
            "on": True,
            "1": True,
            "false": False,
            "no": False,
            "off": False,
            "0": False,
        }
        if str(value).lower() not in words:
            raise ValueError(value)
        return words[str(value).lower()]
    if kind is int and isinstance(value, float) and not value.is_integer():
        raise ValueError(value)
    return kind(value)


def _allowed(parameter: Parameter) -> str:
    if parameter.choices:
        return "one of " + ", ".join(str(choice) for choice in parameter.choices)
    if parameter.kind is bool:
        return "yes or no"
    word = {int: "a whole number", float: "a number"}.get(parameter.kind, "a text")
    if parameter.low is None or parameter.high is None:
        return word
    return f"{word} from {parameter.low:g} to {parameter.high:g}"
