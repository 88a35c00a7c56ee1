"""The choice of a data set: one for all pages, in the address, and what to do where it isn't here."""

from collections.abc import Mapping
from contextlib import suppress

import streamlit as st

import galaxy_core
from galaxy_core import AbsentError, GalaxyError, StorageError, datasets, runs
from galaxy_core.charts import formatting
from galaxy_core.datasets import Galaxies, own
from galaxy_core.datasets import first_look as opening
from galaxy_core.datasets.files import download
from pages.ui import address, cache, first_look, notes, panes, path_choice, run_card, text

OWN = "Your own file or folder…"


def pick() -> str:
    """Draws the choice and returns the data set's name, or the absolute path of the user's own."""
    options = [*dict.fromkeys([*datasets.names(), *own.remembered(), *_trained_on()]), OWN]
    kept = st.session_state.get("dataset-kept", options[0])
    asked = st.query_params.get("dataset", options[0] if address.came_back() else kept)
    for wanted in (asked, kept):
        if wanted not in options:
            options.insert(-1, wanted)
    if asked != kept or st.session_state.get("dataset-choice") != OWN:  # said anew each time: a value that was only
        st.session_state["dataset-choice"] = asked  # set, not picked, is forgotten by the next page, persistent or not
    titles = own.titles(options[:-1])
    labels = {one: OWN if one == OWN else _title(one, titles) for one in options}
    st.selectbox(
        "Data set", options, key="dataset-choice", width=270, on_change=_picked, format_func=labels.__getitem__
    )  # fmt: skip
    if st.session_state["dataset-choice"] == OWN:
        _by_path()
        return kept
    is_first = "dataset-kept" not in st.session_state  # then writing it would be a step back that shows the same
    st.session_state["dataset-kept"] = asked
    if not (is_first and asked == options[0]):
        address.change({"dataset": asked})
    return asked


def _by_path() -> None:
    """Asks for a path; one that can be used is the data set of all pages from then on, another changes nothing."""
    typed = st.text_input(
        "Path on this computer", placeholder="/home/me/galaxies or galaxies.h5", key="dataset-path", width=270,
        persist_state="session",
    ).strip()  # fmt: skip
    if wanted := path_choice.pick() or typed:
        path = datasets.known_as(wanted)
        try:
            with notes.loading(f"Looking at {text.literal(path)}…", 40):
                if opening.is_quick(path):
                    cache.galaxies(path)
            _choose(path)
        except GalaxyError as error:
            notes.error(error, "The data set is the same as before.")
    with st.popover("What can be read?", key="layouts"):
        for title, sentence in own.layouts():
            text.sentence(f"**{title}**: {sentence}")
        text.caption("Nothing is copied or changed: it is read where it lies.")


def _choose(path: str) -> None:
    """Makes it the data set of all pages, and remembers it."""
    if datasets.named(path) is None:
        with suppress(StorageError):  # then it is not remembered
            own.remember(path)
    st.session_state["dataset-kept"] = st.query_params["dataset"] = path
    st.session_state.pop("dataset-path", None)
    del st.session_state["dataset-choice"]
    st.rerun()


def opened(reference: str) -> Galaxies:
    """The open data set; where it isn't here or can't be used, says so, offers the way out and ends the page."""
    try:
        first_look.wait(reference)
        return cache.galaxies(reference)
    except AbsentError:
        _offer(reference)
    except GalaxyError as error:
        notes.error(error, "Choose another data set above; nothing has been changed.")
        if reference in own.remembered() and st.button("Forget this data set", key="forget-own"):
            own.forget(reference)
            st.session_state["dataset-kept"] = st.query_params["dataset"] = datasets.usual()
            st.rerun()
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
            far = f"{formatting.size(now.done)} of {formatting.size(now.total)}{left}" if now.total else "Asking for it"
            if download.is_ending(name):
                text.caption("Cancelling…")
                return
            text.caption(f"{far}. It goes on when you leave this page.")
            st.button("Cancel the download", key="cancel-download", on_click=download.cancel, args=(name,))
            text.caption("What is here already is kept: a later download goes on from there.")
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


def _trained_on() -> list[str]:
    """Files and folders that runs were trained on, so that they are a choice again."""
    return sorted({run.request.dataset for run in runs.every()} - set(datasets.names()))


def _picked() -> None:
    """Another entry has been picked; a path of the user's own counts once it is typed and can be used."""
    if (picked := st.session_state["dataset-choice"]) != OWN:
        st.session_state["dataset-kept"] = st.query_params["dataset"] = picked


def _title(reference: str, titles: Mapping[str, str]) -> str:
    presence = own.presence(reference)
    if presence == own.ABSENT:
        module = datasets.named(reference)
        presence += f", {formatting.size(module.DOWNLOAD.total)}" if module else ""
    return f"{titles.get(reference, reference)} · {presence}" if presence else titles.get(reference, reference)
