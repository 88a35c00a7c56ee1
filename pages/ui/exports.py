"""Buttons that download what is made only when they are pressed: the report of some runs, the model card of one."""

from collections.abc import Callable

import streamlit as st

from galaxy_core import report
from galaxy_core.report import card
from galaxy_core.runs import Run
from pages.ui import download, panes, text

MOST = 6  # runs in a report where none were chosen


def report_button(runs: list[Run], key: str) -> None:
    """Draws “Download report”: one HTML file of these finished runs; nothing where there are none."""
    if runs:
        name = f"{runs[0].name}.html" if len(runs) == 1 else f"{len(runs)}-runs.html"
        st.download_button("Download report", report_file(runs), name, "text/html", key=key, on_click="ignore")


def card_button(run: Run, key: str) -> None:
    """Draws “Download model card”: a Markdown file of this finished run."""
    st.download_button(
        "Download model card", card_file(run), f"{run.name}.md", "text/markdown", key=key, on_click="ignore"
    )


def section(run: Run, part: str) -> None:
    """What can be taken along from one run: the report, the model card, what it said about each image."""
    st.subheader("Show it to others", anchor=False)
    text.sentence(
        "The report is one HTML file for people who have never trained a model: it opens without a network, and prints."
    )
    with panes.row("take-along"):
        report_button([run], "report-one")
        card_button(run, "card")
        download.predictions(run, "Download predictions (CSV)", part)


def report_file(runs: list[Run]) -> Callable[[], bytes]:
    """What makes the report when it is called: UTF-8 HTML. Raises what `report.html` raises, and nothing is saved."""
    return lambda: report.html(runs).encode("utf-8", "replace")


def card_file(run: Run) -> Callable[[], bytes]:
    """What makes the model card when it is called: UTF-8 Markdown. Raises like `report_file`."""
    return lambda: card.markdown(run).encode("utf-8", "replace")
