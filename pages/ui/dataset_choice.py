"""The choice of a data set: one for all pages, in the address, and what to do where it isn't here."""

import streamlit as st

import galaxy_core
from galaxy_core import AbsentError, GalaxyError, datasets, runs
from galaxy_core.charts import formatting
from galaxy_core.datasets import Galaxies
from galaxy_core.datasets.files import download
from pages.ui import cache, notes, panes, run_card, text

OWN = "Your own file or folder…"


def pick() -> str:
    """Draws the choice and returns the data set's name, or the absolute path of the user's own."""
    options = [*datasets.names(), *_paths(), OWN]
    kept = st.session_state.get("dataset-kept", options[0])
    asked = st.query_params.get("dataset", kept)
    for wanted in (asked, kept):
        if wanted not in options:
            options.insert(-1, wanted)
    if asked != kept or st.session_state.get("dataset-choice") != OWN:  # said anew each time: a value that was only
        st.session_state["dataset-choice"] = asked  # set, not picked, is forgotten by the next page, persistent or not
    st.selectbox("Data set", options, key="dataset-choice", format_func=_title, width=270, on_change=_picked)
    if st.session_state["dataset-choice"] == OWN:
        st.text_input(
            "Path on this computer",
            placeholder="/home/me/galaxies or galaxies.h5",
            key="dataset-path",
            on_change=_typed,
        )
        return kept
    st.session_state["dataset-kept"] = st.query_params["dataset"] = asked
    return asked


def opened(reference: str) -> Galaxies:
    """The open data set; where it isn't here or can't be used, says so, offers the way out and ends the page."""
    try:
        return cache.galaxies(reference)
    except AbsentError:
        _offer(reference)
    except GalaxyError as error:
        notes.error(error, "Choose another data set above; nothing has been changed.")
    st.stop()


def _offer(name: str) -> None:
    """How to get a data set: its size, a button that downloads it in the background, and where to put it by hand."""
    name = datasets.rules.divided(name)[0]
    module = datasets.plugin(name)
    with panes.card("absent"):
        text.heading(f"{module.TITLE} is not on this computer yet")
        text.sentence(f"{module.SENTENCE} It takes {formatting.size(module.DOWNLOAD.total)} of disk space.")
        _progress(name)
        files = ", ".join(file.url for file in module.DOWNLOAD.files)
        text.caption(f"Or fetch {files} yourself and put it into {galaxy_core.data_folder() / module.DOWNLOAD.place}.")


def _progress(name: str) -> None:
    job = download.state(name)

    @st.fragment(run_every="1s" if job and job.running else None)
    def panel() -> None:
        now = download.state(name)
        if now and now.running:
            left = f", {formatting.duration(now.seconds_left)} left" if now.seconds_left else ""
            st.html(run_card.progress_html(now.share if now.total else None))
            text.caption(
                f"{formatting.size(now.done)} of {formatting.size(now.total)}{left}. It goes on when you leave this page."
            )
            return
        if job and job.running:
            st.rerun()  # it has just ended: the whole page changes
        if now and now.error:
            notes.error(now.error)
        if st.button("Download", type="primary", key="download"):
            try:
                download.start(name)
            except GalaxyError as error:
                notes.error(error)
                return
            st.rerun()

    panel()


def _paths() -> list[str]:
    """Files and folders that runs were trained on, so that they are a choice again."""
    names = datasets.names()
    return sorted({run.request.dataset for run in runs.every()} - set(names))


def _picked() -> None:
    """Another entry has been picked; a path of the user's own counts once it is typed."""
    if (picked := st.session_state["dataset-choice"]) != OWN:
        st.session_state["dataset-kept"] = st.query_params["dataset"] = picked


def _typed() -> None:
    """A path has been typed: from now on it is the data set of all pages."""
    if typed := st.session_state["dataset-path"].strip():
        path = datasets.known_as(typed)
        st.session_state["dataset-choice"] = st.session_state["dataset-kept"] = st.query_params["dataset"] = path


def _title(reference: str) -> str:
    return reference if reference == OWN else datasets.title(reference)
