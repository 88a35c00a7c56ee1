"""A form made from a plug-in's own description of its parameters."""

from typing import Any

import streamlit as st

from galaxy_core.plugins.parameters import Parameter


def form(known: tuple[Parameter, ...], key: str) -> dict[str, Any]:
    """Draws a field for each parameter, those for experts in a fold; returns name → value. Fields keep their values."""
    shown, folded = [p for p in known if not p.folded], [p for p in known if p.folded]
    values = {p.name: _field(p, f"{key}-{p.name}") for p in shown}
    if folded:
        with st.expander("More settings"):
            values |= {p.name: _field(p, f"{key}-{p.name}") for p in folded}
    return values


def _field(p: Parameter, key: str) -> Any:
    about = {"key": key, "help": p.description, "persist_state": "session"}
    if p.kind is bool:
        return st.toggle(p.label, value=p.default, **about)
    if p.choices:
        return st.segmented_control(p.label, p.choices, default=p.default, required=True, **about)
    if p.kind is str:
        return st.text_input(p.label, value=p.default, **about)
    if p.step and p.high is not None and (p.high - p.low) / p.step <= 60:
        return st.slider(p.label, p.kind(p.low), p.kind(p.high), p.default, p.kind(p.step), **about)
    step = p.step or (1 if p.kind is int else None)
    low, high = (None if bound is None else p.kind(bound) for bound in (p.low, p.high))
    form = {"format": "%g"} if p.kind is float else {}
    return st.number_input(p.label, low, high, p.default, step and p.kind(step), **form, **about)
