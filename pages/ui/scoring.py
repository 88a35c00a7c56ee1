"""Runs that nobody has scored yet: scored a little at a time, so that no page waits for them."""

import streamlit as st

from galaxy_core.charts import formatting
from galaxy_core.evaluation import comparison
from galaxy_core.runs import Run

FIRST = 0.1  # seconds that a page gives to it before it is drawn
SLICE, EVERY = 0.2, "0.4s"  # and how long and often it goes on afterwards


def go_on(waiting: list[Run], scored: int) -> None:
    """Says how many runs are yet to be scored, goes on scoring them, and then draws the page anew; nothing if none."""
    total, drawn = scored + len(waiting), False

    def panel() -> None:
        nonlocal waiting, drawn
        if drawn:  # the page itself has just spent its time on it
            waiting = comparison.score(waiting, SLICE)
        drawn = True
        if not waiting:
            st.rerun()
        st.progress((total - len(waiting)) / total, f"Scoring {formatting.count(len(waiting), 'more run')}…")

    if waiting:
        st.fragment(panel, run_every=EVERY)()
