"""A form made from a plug-in's own description of its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from galaxy_core import UsageError, runs
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.datasets import Galaxies
from galaxy_core.plugins.parameters import Parameter
from galaxy_core.runs import beginning, ensemble
from pages.ui import panes, text

FEW = 6  # choices that stand side by side; more are a list to choose from
RANDOM = "none: random weights"


@dataclass(frozen=True)
class Given:
    """What fields may be about besides themselves: the data set, the model whose form it is, and the split."""

    galaxies: Galaxies | None = None
    model: str = ""
    split: str = runs.Request.split


NOTHING = Given()


def form(
    known: tuple[Parameter, ...], key: str, first: Mapping[str, Any] | None = None, given: Given = NOTHING
) -> dict[str, Any]:
    """Draws a field for each parameter that matters, those for experts in a fold; returns name → value of all.

    A parameter that doesn't matter beside the values of the others has its default. Fields keep their values. `first`
    is what they begin with instead of their defaults; the fold is open where that differs in it.
    """
    begin = {p.name: _fitting(p, (first or {}).get(p.name, p.default)) for p in known}
    values: dict[str, Any] = {}
    for p in known:
        now = st.session_state.get(f"{key}-{p.name}", begin[p.name])
        values[p.name] = now if p.matters(values) and _has_choice(p) else p.default
    shown = [p for p in known if not p.folded and p.matters(values) and _has_choice(p)]
    folded = [p for p in known if p.folded and p.matters(values) and _has_choice(p)]
    values |= {p.name: _field(p, begin[p.name], f"{key}-{p.name}", given) for p in shown}
    if folded:
        with st.expander("More settings", expanded=any(begin[p.name] != p.default for p in folded)):
            values |= {p.name: _field(p, begin[p.name], f"{key}-{p.name}", given) for p in folded}
    return values


def _has_choice(p: Parameter) -> bool:
    """Whether there is anything to choose: what a task offers only one of isn't asked for."""
    return len(p.choices) != 1


def _fitting(p: Parameter, value: Any) -> Any:
    """The value, or the default where it isn't allowed any more: a run may be older than the model."""
    try:
        return p.value(value)
    except UsageError:
        return p.default


def _field(p: Parameter, begin: Any, key: str, given: Given) -> Any:
    about: dict[str, Any] = {"key": key, "help": p.description, "persist_state": "session"}  # of every kind of field
    if p.by_class and given.galaxies is not None and given.galaxies.classes:
        return _factors(p, begin, key, given.galaxies)
    if p.runs:
        return _members(p, begin, about, given) if p.counted else _start(p, begin, about, given)
    if p.kind is bool:
        return st.toggle(p.label, value=begin, **about)
    if p.choices:
        if len(p.choices) > FEW:
            return st.selectbox(p.label, p.choices, index=p.choices.index(begin), format_func=_choice, **about)
        return st.segmented_control(p.label, p.choices, default=begin, required=True, format_func=_choice, **about)
    if p.kind is str:
        return st.text_input(p.label, value=begin, **about)
    if _is_slider(p, begin):
        shown = f"%g {p.unit}" if p.unit else None
        return st.slider(p.label, p.kind(p.low), p.kind(p.high), begin, p.kind(p.step), shown, **about)
    step = p.step or (1 if p.kind is int else None)
    low, high = (None if bound is None else p.kind(bound) for bound in (p.low, p.high))
    written = "%g" if p.kind is float else None
    label = f"{p.label} ({p.unit})" if p.unit else p.label
    return st.number_input(label, low, high, begin, step and p.kind(step), written, **about)


def _choice(value: Any) -> str:
    """A choice as people read it: "two phases" of "two_phases"."""
    return str(value).replace("_", " ")


def _is_slider(p: Parameter, begin: Any) -> bool:
    """Whether it has few places between two ends, and one of them is where it begins: a slider shows no other value."""
    if not p.step or p.low is None or p.high is None or (p.high - p.low) / p.step > 60:
        return False
    steps = (begin - p.low) / p.step
    return abs(steps - round(steps)) < 1e-6


def _members(p: Parameter, begin: str, about: dict[str, Any], given: Given) -> str:
    """Names of runs joined by “+”, picked by their titles out of those that may answer together."""
    before = tuple(st.session_state.get(about["key"], [name for name in begin.split("+") if name]))
    dataset = given.galaxies.name if given.galaxies is not None else ""
    titles = _titles(ensemble.candidates(dataset, given.split, before))
    if len(titles) < 2:
        text.caption(
            "Fewer than two finished runs on this data set and split can answer together: train another one first."
        )
    chosen = [name for name in before if name in titles]
    return "+".join(st.multiselect(p.label, list(titles), chosen, format_func=titles.__getitem__, **about))


def _start(p: Parameter, begin: str, about: dict[str, Any], given: Given) -> str:
    """The name of a run whose weights fit, or of weights that come with the program, picked by what they are called; or
    the path of a file, typed."""
    titles = {"": RANDOM}
    if given.model:
        titles |= beginning.provided(given.model) | _titles(beginning.candidates(given.model))
    options = list(dict.fromkeys([*titles, begin]))
    picked = st.selectbox(
        p.label, options, options.index(begin), accept_new_options=True,
        format_func=lambda name: titles.get(name, name), **about,
    )  # fmt: skip
    return str(picked or "").strip()


def _titles(found: list[runs.Run]) -> dict[str, str]:
    """What runs are called, by their names."""
    named = runs.all_titles()
    return {run.name: named.get(run.name, run.name) for run in found}


def _factors(p: Parameter, begin: str, key: str, galaxies: Galaxies) -> str:
    """A class number and a factor for each class that isn't shown once, from a row of classes with steppers."""
    read = dict(part.split("x") for part in begin.split("/") if "x" in part)
    text.caption(f"**{p.label}** {p.description}")
    factors = {}
    with panes.row(key):
        for number, label in enumerate(class_labels(galaxies.classes)):
            factors[number] = st.number_input(
                text.literal(label.short), 0.0, 100.0, float(read.get(str(number), 1)), 0.5, "%g",
                key=f"{key}-{number}",
                width=130, persist_state="session",
            )  # fmt: skip
    return "/".join(f"{number}x{factor:g}" for number, factor in factors.items() if factor != 1)
