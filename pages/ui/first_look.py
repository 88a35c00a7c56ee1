"""A folder of very many pictures that nobody has looked at yet: how far that is, while everything else works."""

import streamlit as st

from galaxy_core import GalaxyError
from galaxy_core.charts import formatting
from galaxy_core.datasets import first_look
from pages.ui import notes, panes, run_card, text


def wait(reference: str) -> None:
    """Where opening takes minutes the first time, has it done, shows how far that is, and ends the page."""
    job = first_look.job(reference)
    if not (job and job.running) and first_look.is_quick(reference):
        return
    with panes.card("first-look"):
        text.heading("This folder is looked at for the first time")
        text.sentence("Each file is read once, to leave out what is damaged. It goes on when you leave this page.")
        _panel(reference)
    st.stop()


@st.fragment(run_every="1s")
def _panel(reference: str) -> None:
    try:
        job = first_look.job(reference) or (None if first_look.is_quick(reference) else first_look.start(reference))
    except GalaxyError as error:
        notes.error(error, "Choose another data set above.")
        return
    if job is None:
        st.rerun()
    elif job.error and not job.running:
        notes.error(job.error, "Choose another data set above.")
    else:
        left = f", {formatting.duration(job.seconds_left)} left" if job.seconds_left else ""
        st.html(run_card.progress_html(job.share if job.total else None))
        of = f"{formatting.count(job.done)} of {formatting.count(job.total, 'file')}{left}."
        text.caption(of if job.total else "The files are being listed.")
