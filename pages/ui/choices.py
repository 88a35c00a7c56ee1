"""The choice of plug-ins with their parameters: one of them, or several in a row."""

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

import streamlit as st

from galaxy_core import UsageError, plugins
from galaxy_core.plugins import parameters
from pages.ui import form, text


def several(
    label: str, package: ModuleType, key: str, first: tuple[str, ...] = (), known: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Any number of plug-ins, in the order in which they are picked, as texts with every parameter written out.

    first: what it begins with. known: those that are offered; all, if none are named.
    """
    begin = _begin(package, first)
    heads = {head.name: head for head in plugins.heads(package) if not head.reason}
    offered = [name for name in known or heads if name in heads]
    picked = st.multiselect(
        label, offered, [name for name in begin if name in offered], key=f"{key}-names", placeholder="None",
        format_func=lambda name: heads[name].title, persist_state="session",
    )  # fmt: skip
    chosen = {name: name for name in picked}
    adjustable = [name for name in picked if parameters.describe(plugins.load(package, name).Parameters)]
    if adjustable:
        with st.expander(text.of("Strength of each", label)):
            for name in adjustable:
                text.caption(f"**{heads[name].title}**")
                chosen[name] = parameters_of(package, name, key, begin)
    return tuple(chosen.values())


def one(label: str, package: ModuleType, key: str, first: str, given: form.Given = form.NOTHING) -> str:
    """One plug-in, as a text with every parameter written out, with its sentence under it."""
    begin = _begin(package, (first,))
    heads = {head.name: head for head in plugins.heads(package) if not head.reason}
    names = list(heads)
    chosen = next(iter(begin), names[0])
    name = st.selectbox(
        label, names, names.index(chosen), key=f"{key}-name", format_func=lambda name: heads[name].title,
        persist_state="session",
    )  # fmt: skip
    text.caption(heads[name].sentence)
    return parameters_of(package, name, key, begin, given)


def _begin(package: ModuleType, first: tuple[str, ...]) -> dict[str, plugins.Chosen]:
    """What it begins with, by name; without what this version doesn't know."""
    found = {}
    for text_of_one in first:
        try:
            chosen = plugins.chosen(package, text_of_one)
        except UsageError:
            continue
        found[chosen.name] = chosen
    return found


def parameters_of(
    package: ModuleType,
    name: str,
    key: str,
    begin: Mapping[str, plugins.Chosen] = MappingProxyType({}),
    given: form.Given = form.NOTHING,
) -> str:
    """The fields of one plug-in; the text that names it with their values, right or not: whoever reads it says so."""
    module = plugins.load(package, name)
    known = parameters.describe(module.Parameters)
    if not known:
        return name
    chosen = begin.get(name)
    first = {p.name: getattr(chosen.values, p.name) for p in known} if chosen else None
    values = form.form(known, f"{key}-{name}", first, given)
    return f"{name}:{','.join(f'{at}={value}' for at, value in values.items())}"
