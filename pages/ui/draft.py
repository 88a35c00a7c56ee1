"""What the form of Train begins with: the defaults, a run that is to be run again with changes, what Augment chose."""

from typing import Any

import streamlit as st

from galaxy_core import RunError, runs

NUMBER, NAME, CARRIED = "draft-number", "draft-name", "draft-carried"


def begin(run: runs.Run | None) -> None:
    """From now on the form begins with this run's settings, on its data set; with the defaults, if None."""
    st.session_state[NUMBER] = st.session_state.get(NUMBER, 0) + 1
    st.session_state[NAME] = run.name if run else ""
    st.session_state[CARRIED] = {}
    if run:
        st.query_params["dataset"] = run.request.dataset


def carry(augment: tuple[str, ...], balance: str) -> None:
    """From now on the form begins with the defaults, but with these augmentations and this balancing."""
    begin(None)
    st.session_state[CARRIED] = {"augment": augment, "balance": balance}


def carried() -> dict[str, Any]:
    """What `carry` was told, {} where nothing was."""
    return st.session_state.get(CARRIED, {})


def from_address() -> None:
    """Begins with the run that the address asks for (`?like=RUN`), as links of other pages do."""
    name = st.query_params.pop("like", "")
    if name and (run := _found(name)):
        begin(run)


def run() -> runs.Run | None:
    """The run that the form begins with; None where it begins with the defaults, or the run has been deleted."""
    return _found(st.session_state.get(NAME, ""))


def key(field: str) -> str:
    """The key of a field in this draft: a new draft has new fields, so that its values stand in them."""
    number = st.session_state.get(NUMBER, 0)
    return f"{field}-{number}" if number else field


def _found(name: str) -> runs.Run | None:
    try:
        return runs.find(name) if name else None
    except RunError:
        return None
