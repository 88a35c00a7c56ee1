"""Runs that came with this program, on pages: what they are, and how they are hidden and shown again."""

import streamlit as st

from galaxy_core import runs
from galaxy_core.charts import formatting
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.runs import Run
from pages.ui import panes, run_actions, text

WHAT = "It came with this program, trained on **drawn galaxies** by the recipe that Train begins with."
OURS = f"{WHAT} It is never called your best."


def last(lines: list[RunScore]) -> str:
    """Where shipped runs stand among one's own, whatever they reach; "" where there are none, or nothing else."""
    return "Shipped runs come last." if len({line.run.is_shipped for line in lines}) > 1 else ""


def actions(run: Run) -> None:
    """The way to a model of one's own, and the button that hides the shipped one."""
    with panes.row("shipped"):
        st.page_link("pages/3_Train.py", label="Train your own")
        hide([run])


def hide(members: list[Run]) -> None:
    """The button that hides shipped runs, where there are any of them."""
    if members and st.button("Hide", key="hide-shipped", type="tertiary", help="Runs and Home show it again."):
        run_actions.attempt(lambda: runs.shipped.hide(*members))


def offer_back() -> None:
    """Where shipped runs are hidden: how many, and the button that shows them again."""
    if not (count := len(runs.shipped.hidden())):
        return
    with panes.row("hidden"):
        verb = "is" if count == 1 else "are"
        text.caption(f"{formatting.count(count, 'shipped run')} {verb} hidden.")
        if st.button("Show again", key="show-shipped", type="tertiary"):
            run_actions.attempt(runs.shipped.bring_back)
