"""Choosing a data set of one's own without typing: a browser of folders from home, and a file dropped on the page."""

from pathlib import Path

import streamlit as st

from galaxy_core import GalaxyError
from galaxy_core.charts import formatting
from galaxy_core.datasets import browsing
from pages.ui import notes, panes, text

AT = "browse-at"  # the folder that is shown
LAST = "brought-last"  # the file that was dropped last
LARGEST = 500  # MB of a file that is dropped
SHOWN = 60  # entries of a folder
KINDS = ["h5", "hdf5", "parquet", "zip", "tar", "gz", "tgz"]


def pick() -> str | None:
    """Draws both; the path that was chosen just now, or None."""
    with panes.row("own"):
        with st.popover("Browse folders", key="browse"):
            chosen = _browse()
        with st.popover("Drop a file", key="bring"):
            brought = _bring()
    return chosen or brought


def _browse() -> str | None:
    folder = Path(st.session_state.get(AT, browsing.start()))
    text.caption(text.literal(str(folder)))
    with panes.row("browse-ways"):
        st.button("Up", key="browse-up", on_click=_go, args=(folder.parent,), disabled=folder == folder.parent)
        st.button("Home", key="browse-home", on_click=_go, args=(browsing.start(),))
    try:
        places = browsing.inside(folder)
    except GalaxyError as error:
        notes.error(error)
        return None
    looks = browsing.looks_like(folder)
    if looks and st.button(f"Use this folder · {looks}", key="browse-this", type="primary"):
        return str(folder)
    chosen = None
    for number, place in enumerate(places[:SHOWN]):
        name = text.literal(place.name)
        if place.looks and st.button(f"{name} · {place.looks}", key=f"browse-use-{number}"):
            chosen = str(place.path)
        elif not place.looks:
            st.button(f"{name}/", key=f"browse-in-{number}", type="tertiary", on_click=_go, args=(place.path,))
    if not places:
        text.caption("No folders are in it, and nothing that looks like a data set.")
    if len(places) > SHOWN:
        text.caption(f"{formatting.count(len(places) - SHOWN)} more aren't shown: type the path instead.")
    return chosen


def _go(folder: Path) -> None:
    st.session_state[AT] = str(folder)


def _bring() -> str | None:
    dropped = st.file_uploader(
        f"One file: HDF5, Parquet, or a ZIP of class folders, up to {LARGEST} MB", KINDS, key="brought",
        max_upload_size=LARGEST,
    )  # fmt: skip
    text.caption("It is copied into the data folder. Larger ones are read where they lie: give their path.")
    if dropped is None or st.session_state.get(LAST) == dropped.file_id:
        return None
    st.session_state[LAST] = dropped.file_id  # once: a path that is typed afterwards counts
    try:
        return str(browsing.bring(dropped.name, dropped.getvalue()))
    except GalaxyError as error:
        notes.error(error)
        return None
