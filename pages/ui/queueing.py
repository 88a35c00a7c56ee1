"""Many runs put into the queue without the page waiting for it: how many they are meanwhile, and the way to them."""

from collections.abc import Callable

import streamlit as st

from galaxy_core import queue
from galaxy_core.charts import formatting
from pages.ui import dialog, notes, text

PATIENCE = 0.15  # seconds that a page waits: few runs are there by then
KEY = "submission"


def begin(title: str, count: int, create: Callable[[], object]) -> None:
    """Has so many runs created, and draws the page anew."""
    submission = queue.in_background(title, count, create)
    submission.wait(PATIENCE)
    st.session_state[KEY] = submission
    st.rerun()


def told() -> None:
    """What is being queued by this reader, until it is; what went wrong, until something else is queued."""
    submission: queue.Submission | None = st.session_state.get(KEY)
    if submission is None:
        return
    if submission.has_ended:
        if submission.error:
            notes.error(submission.error)
        else:
            del st.session_state[KEY]
        return

    @st.fragment(run_every="0.5s")
    def panel() -> None:
        if submission.has_ended and not dialog.is_open():
            st.rerun()
        text.caption(f"Queueing {formatting.count(submission.count, 'run')}: {text.literal(submission.title)}…")

    panel()
