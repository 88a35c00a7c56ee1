"""A form made from a plug-in's own description of its parameters."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from galaxy_core import UsageError, runs
from galaxy_core.plugins.parameters import Parameter

FEW = 6  # choices that stand side by side; more are a list to choose from


def form(known: tuple[Parameter, ...], key: str, first: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Draws a field for each parameter that matters, those for experts in a fold; returns name → value of all.

    A parameter that doesn't matter beside the values of the others has its default. Fields keep their values. `first`
    is what they begin with instead of their defaults; the fold is open where that differs in it.
    """
    begin = {p.name: _fitting(p, (first or {}).get(p.name, p.default)) for p in known}
    values: dict[str, Any] = {}
    for p in known:
        now = st.session_state.get(f"{key}-{p.name}", begin[p.name])
        values[p.name] = now if p.matters(values) else p.default
    shown = [p for p in known if not p.folded and p.matters(values)]
    folded = [p for p in known if p.folded and p.matters(values)]
    values |= {p.name: _field(p, begin[p.name], f"{key}-{p.name}") for p in shown}
    if folded:
        with st.expander("More settings", expanded=any(begin[p.name] != p.default for p in folded)):
            values |= {p.name: _field(p, begin[p.name], f"{key}-{p.name}") for p in folded}
    return values


def _fitting(p: Parameter, value: Any) -> Any:
    """The value, or the default where it isn't allowed any more: a run may be older than the model."""
    try:
        return p.value(value)
    except UsageError:
        return p.default


def _field(p: Parameter, begin: Any, key: str) -> Any:
    about: dict[str, Any] = {"key": key, "help": p.description, "persist_state": "session"}  # of every kind of field
    if p.counted:
        return _runs(p, begin, about)
    if p.kind is bool:
        return st.toggle(p.label, value=begin, **about)
    if p.choices:
        if len(p.choices) > FEW:
            return st.selectbox(p.label, p.choices, index=p.choices.index(begin), **about)
        return st.segmented_control(p.label, p.choices, default=begin, required=True, **about)
    if p.kind is str:
        return st.text_input(p.label, value=begin, **about)
    if p.step and p.low is not None and p.high is not None and (p.high - p.low) / p.step <= 60:
        shown = f"%g {p.unit}" if p.unit else None
        return st.slider(p.label, p.kind(p.low), p.kind(p.high), begin, p.kind(p.step), shown, **about)
    step = p.step or (1 if p.kind is int else None)
    low, high = (None if bound is None else p.kind(bound) for bound in (p.low, p.high))
    written = "%g" if p.kind is float else None
    label = f"{p.label} ({p.unit})" if p.unit else p.label
    return st.number_input(label, low, high, begin, step and p.kind(step), written, **about)


def _runs(p: Parameter, begin: str, about: dict[str, Any]) -> str:
    """Names of finished runs joined by “+”, picked by their titles."""
    titles = {run.name: runs.title(run) for run in runs.every() if run.is_finished}
    chosen = [name for name in begin.split("+") if name in titles]
    return "+".join(st.multiselect(p.label, list(titles), chosen, format_func=titles.__getitem__, **about))
