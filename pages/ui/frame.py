"""The frame of every page: its title, its sentence, the data set at the right, what is being trained at the side."""

from html import escape
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from galaxy_core.datasets import Galaxies
from pages.ui import cache, control_names, dataset_choice, faults, menu, panes, queueing, style, tour, undo, watcher

ASSETS = Path(__file__).parents[2] / "assets"
WITHOUT_MENU = """[data-testid="stSidebar"], [data-testid="stHeader"] { display: none; }
[data-testid="stMainBlockContainer"] { padding-top: 30px; }"""


def page(title: str, sentence: str, lists_going: bool = False) -> None:
    """Begins a page that needs no data set. lists_going: whether it shows runs that go on, so that others' are seen."""
    _head(title, sentence)
    watcher.watch(lists_going)
    undo.offer()
    queueing.told()
    tour.bar(title)


def dataset_page(title: str, sentence: str, lists_going: bool = False) -> Galaxies:
    """Begins a page that needs a data set, and returns the open one; says so and ends the page where there is none."""
    with _head(title, sentence):
        reference = dataset_choice.pick()
    watcher.watch(lists_going)
    undo.offer()
    queueing.told()
    tour.bar(title)
    return dataset_choice.opened(reference)


def full_window(title: str, sentence: str = "") -> None:
    """Begins a page without menu or header; without a sentence, its title is only heard."""
    _look(title)
    st.html(f"<style>{WITHOUT_MENU}</style>")
    if sentence:
        panes.head(title, sentence)
    else:
        st.html(f'<h1 class="gx-said">{escape(title)}</h1>')
    cache.warm()


def _head(title: str, sentence: str) -> DeltaGenerator:
    """The look, the title and its sentence; what is slow, once for each server, comes after them."""
    _look(title)
    st.logo(str(ASSETS / "logo.svg"), size="large")
    right = panes.head(title, sentence)
    cache.warm()
    return right


def _look(title: str) -> None:
    faults.watch()
    menu.complete()
    st.set_page_config(page_title=f"{title} · Galaxies", page_icon="🌀", layout="wide")
    style.apply()
    control_names.tell()
