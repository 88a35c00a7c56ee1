"""The frame of every page: its title, its sentence, the data set at the right, what is being trained at the side."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from galaxy_core.datasets import Galaxies
from pages.ui import cache, dataset_choice, faults, menu, panes, queueing, style, undo, watcher

ASSETS = Path(__file__).parents[2] / "assets"


def page(title: str, sentence: str, lists_going: bool = False) -> None:
    """Begins a page that needs no data set. lists_going: whether it shows runs that go on, so that others' are seen."""
    _head(title, sentence)
    watcher.watch(lists_going)
    undo.offer()
    queueing.told()


def dataset_page(title: str, sentence: str, lists_going: bool = False) -> Galaxies:
    """Begins a page that needs a data set, and returns the open one; says so and ends the page where there is none."""
    with _head(title, sentence):
        reference = dataset_choice.pick()
    watcher.watch(lists_going)
    undo.offer()
    queueing.told()
    return dataset_choice.opened(reference)


def _head(title: str, sentence: str) -> DeltaGenerator:
    """The look, the title and its sentence; what is slow, once for each server, comes after them."""
    faults.watch()
    menu.complete()
    st.set_page_config(page_title=f"{title} · Galaxies", page_icon="🌀", layout="wide")
    style.apply()
    st.logo(str(ASSETS / "logo.svg"), size="large")
    right = panes.head(title, sentence)
    cache.warm()
    return right
