"""Answers on many pictures, made a little at a time, so that no page waits for them."""

import time
from collections.abc import Callable, Hashable, Mapping

import streamlit as st

from galaxy_core.charts import formatting
from pages.ui.answer_table import Line

ANSWERS = "answers-made"  # of this session, by what was asked about
MOST = 20_000  # that are kept
FIRST, SLICE, EVERY = 1.0, 0.5, "0.7s"  # seconds that a page gives to it at first, then each time, and how often

Makers = Mapping[Hashable, Callable[[], Line]]


def answered(makers: Makers) -> dict[Hashable, Line]:
    """The lines that are known by now of all that is asked about, each made once in a session by its maker.

    What takes longer goes on while the page is there, which is then drawn anew.
    """
    known: dict[Hashable, Line] = st.session_state.setdefault(ANSWERS, {})
    if len(known) > MOST:
        known.clear()
    waiting = _made(makers, [key for key in makers if key not in known], FIRST)
    if waiting:
        _go_on(makers, waiting)
    return {key: known[key] for key in makers if key in known}


def _made(makers: Makers, waiting: list[Hashable], seconds: float) -> list[Hashable]:
    """Makes lines for so long; those that are left."""
    known, end = st.session_state[ANSWERS], time.monotonic() + seconds
    waiting = list(waiting)
    while waiting and time.monotonic() < end:
        key = waiting.pop(0)
        known[key] = makers[key]()
    return waiting


def _go_on(makers: Makers, waiting: list[Hashable]) -> None:
    drawn = False

    def panel() -> None:
        nonlocal waiting, drawn
        if drawn:  # the page itself has just spent its time on it
            waiting = _made(makers, waiting, SLICE)
        drawn = True
        if not waiting:
            st.rerun()
        st.progress(1 - len(waiting) / len(makers), f"{formatting.count(len(waiting), 'more answer')} …")

    st.fragment(panel, run_every=EVERY)()
