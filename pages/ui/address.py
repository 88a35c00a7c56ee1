"""Fields whose values stand in the address: a link, a reload and the browser's back and forward all show what was
there.

The address is what is true: `follow` gives a field what stands there before it is drawn, and `written` is its callback,
which writes there what was picked. (`bind="query-params"` writes the words of an option, which may be counted or long.)
"""

from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.ui import component


def follow(name: str, key: str, usual: str, options: Collection[str] | None = None, kept: bool = False) -> str:
    """The value in the address, or the usual one; options: those that there are. The field `key` then has it.

    kept: where nothing stands there, it is what was chosen last on this page, unless back or forward led here.
    """
    asked = st.query_params.get(name)
    if asked is None and kept and not came_back():
        asked = st.session_state.get(f"kept-{name}")
    value = asked if asked is not None and (options is None or asked in options) else usual
    st.session_state[key] = value
    if kept:
        st.session_state[f"kept-{name}"] = value
        change({name: None if value == usual else value})
    return value


def came_back() -> bool:
    """Whether the browser's back or forward led to this drawing of the page: then only the address counts."""
    context = get_script_run_ctx()
    return bool(context and context.is_history_navigation)


def follow_picked(name: str, key: str, count: int) -> None:
    """Before a component is drawn that is picked from, such as rows of classes: what the address names is picked.

    What the page itself wrote there for what was picked at the time (`write_picked`) changes nothing.
    """
    text = st.query_params.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) < count else None
    if number != st.session_state.get(f"address-{name}") and (number is not None or came_back()):
        component.pick(key, number)


def write_picked(name: str, picked: int | None) -> None:
    """After it was drawn: what is picked stands in the address."""
    st.session_state[f"address-{name}"] = picked
    change({name: None if picked is None else str(picked)})


def written(name: str, key: str, usual: str) -> dict[str, Any]:
    """What a field needs to write its value into the address when somebody changes it:
    `st.selectbox(…, **written(…))`."""
    return {"key": key, "on_change": _write, "args": (name, key, usual)}


def change(values: Mapping[str, str | None]) -> None:
    """Writes several values, which `visit` makes one step back in the browser; None removes one.

    Others stay as they are: Streamlit lets nobody write those that are bound to a field, not even to what they are.
    """
    wanted = {name: value for name, value in values.items() if value is not None}
    if new := {name: value for name, value in wanted.items() if st.query_params.get(name) != value}:
        st.query_params.update(new)
    for name, value in values.items():
        if value is None:
            st.query_params.pop(name, None)


def _write(name: str, key: str, usual: str) -> None:
    value = st.session_state[key]
    change({name: None if value in (None, usual) else str(value)})
