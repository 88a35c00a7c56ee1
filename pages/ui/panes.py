"""Panes side by side that wrap by their own width, and cards."""

from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.text import caption, lead


def panes(key: str, first: Literal["even", "wide", "narrow"] = "even") -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two panes side by side, one above the other where each would be under 26 rem: `left, right = panes("inspect")`.

    first: how wide the first one is against the second.
    """
    second = {"even": "even", "wide": "narrow", "narrow": "wide"}[first]
    with st.container(horizontal=True, key=f"gx-panes-{key}"):
        return st.container(key=f"gx-pane-{first}-{key}-1"), st.container(key=f"gx-pane-{second}-{key}-2")


def cards(key: str, n: int) -> list[DeltaGenerator]:
    """n cards of equal height in a row that wraps: `for card in cards("home", 3): with card: …`."""
    with st.container(horizontal=True, key=f"gx-cards-{key}"):
        return [st.container(key=f"gx-card-{key}-{number}") for number in range(n)]


def card(key: str) -> DeltaGenerator:
    """One card: a surface with a hairline round what belongs together. Never a card in a card."""
    return st.container(key=f"gx-card-{key}")


def next_steps(steps: list[tuple[str, str, str]], key: str) -> None:
    """Links as small cards: [("pages/3_Train.py", "Train a model", "From half a minute to half an hour"), …]."""
    with st.container(horizontal=True, key=f"gx-links-{key}"):
        for number, (page, label, words) in enumerate(steps):
            with st.container(key=f"gx-link-{key}-{number}"):
                st.page_link(page, label=label, width="stretch")
                caption(words)


def ways(page: str, links: list[tuple[dict[str, str], str, str]], key: str) -> None:
    """The same to one page in several ways: what stands in its address, label and words of each."""
    with st.container(horizontal=True, key=f"gx-links-{key}"):
        for number, (query, label, words) in enumerate(links):
            with st.container(key=f"gx-link-{key}-{number}"):
                st.page_link(page, label=label, width="stretch", query_params=query)
                caption(words)


def head(title: str, sentence: str) -> DeltaGenerator:
    """A page's title and its one sentence; what is drawn into the returned container stands at the right of them."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="gx-head"):
        with st.container(key="gx-head-words"):
            st.title(title, anchor=False)
            lead(sentence)
        return st.container(key="gx-head-right", width="content")


def row(key: str) -> DeltaGenerator:
    """Things in a line that wraps, such as two buttons or a heading and its switch.

    `st.space("stretch")` between two of them pushes them apart.
    """
    return st.container(horizontal=True, vertical_alignment="center", key=f"gx-row-{key}")
