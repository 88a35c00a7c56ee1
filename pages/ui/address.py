"""Fields whose values stand in the address: a link, a reload and the browser's back and forward all show what was
there.

The address is what is true: `follow` gives a field what stands there before it is drawn, and `written` is its callback,
which writes there what was picked. (`bind="query-params"` writes the words of an option, which may be counted or long.)
"""

from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st


def follow(name: str, key: str, usual: str, options: Collection[str] | None = None) -> str:
    """The value in the address, or the usual one; options: those that there are. The field `key` then has it."""
    asked = st.query_params.get(name, usual)
    st.session_state[key] = value = asked if options is None or asked in options else usual
    return value


def written(name: str, key: str, usual: str) -> dict[str, Any]:
    """What a field needs to write its value into the address when somebody changes it:
    `st.selectbox(…, **written(…))`."""
    return {"key": key, "on_change": _write, "args": (name, key, usual)}


def change(values: Mapping[str, str | None]) -> None:
    """Writes several values at once, so that they are one step back in the browser; None removes one."""
    wanted = {name: st.query_params.get_all(name) for name in st.query_params}
    for name, value in values.items():
        wanted.pop(name, None)
        if value is not None:
            wanted[name] = [value]
    if wanted != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(wanted)


def _write(name: str, key: str, usual: str) -> None:
    value = st.session_state[key]
    change({name: None if value in (None, usual) else str(value)})
