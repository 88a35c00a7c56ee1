"""What is said beside the results: notes, errors, nothing here yet, still loading."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

import numpy as np
import streamlit as st

from galaxy_core.charts.glyphs import icon_html
from galaxy_core.charts.jpeg import data_uri
from pages.ui.text import literal, rich

_ICONS = {
    "note": ("triangle", "accent"),
    "error": ("triangle", "wrong"),
    "right": ("tick", "good"),
    "wrong": ("cross", "wrong"),
    "info": ("info", "muted"),
}
_PLACEHOLDERS = ("loose", "round", "tight", "edge-on", "in-between")


def note_html(
    first: str, rest: str = "", kind: Literal["note", "error", "right", "wrong", "info", "plain"] = "note"
) -> str:
    """HTML of a box: icon, first sentence in bold, the rest in grey. "plain" has no icon."""
    icon = icon_html(*_ICONS[kind]) if kind in _ICONS else ""
    role = ' role="alert"' if kind == "error" else ""
    return f'<div class="gx-note"{role}>{icon}<div><b>{rich(first)}</b> {rich(rest)}</div></div>'


def note(
    first: str, rest: str = "", kind: Literal["note", "error", "right", "wrong", "info", "plain"] = "note"
) -> None:
    """Draw a note. For an error: what is wrong with which value, what still works, what to do."""
    st.html(note_html(first, rest, kind))


def error(problem: object, rest: str = "") -> None:
    """Draw an error, such as a caught exception whose message is sentences: the first in bold, then the others."""
    first, stop, others = str(problem).partition(". ")
    note(literal(first) + ("." if stop else ""), f"{literal(others)} {rest}".strip(), "error")


def empty(title: str, sentence: str, button: str, key: str, images: Sequence[np.ndarray] = ()) -> bool:
    """Draw "nothing here yet": a dashed box, five grey thumbnails, what is missing, and one button.

    True when the button was pressed just now.
    images: up to five uint8 images, shown in grey; without any (no data yet) class shapes stand in.
    button: "" draws none.
    """
    with st.container(key=f"gx-empty-{key}", horizontal_alignment="center"):
        st.html(
            f'<div class="gx-empty-pictures" aria-hidden="true">{_pictures(images)}</div>'
            f'<div class="gx-empty-title">{rich(title)}</div><div class="gx-empty-text">{rich(sentence)}</div>'
        )
        return bool(button) and st.button(button, key=f"{key}-start", type="primary")


@contextmanager
def loading(sentence: str, height: int = 200) -> Iterator[None]:
    """While the block runs: a skeleton of the final height and a sentence, "Reading 48 runs…"; then both are gone."""
    place = st.empty()
    with place.container():
        st.html(f'<div class="gx-caption" role="status">{rich(sentence)}</div>')
        st.skeleton(height=height)
    try:
        yield
    finally:
        place.empty()


def _pictures(images: Sequence[np.ndarray]) -> str:
    if len(images):
        return "".join(f'<img alt="" src="{data_uri(image, side=112, grey=True)}">' for image in list(images)[:5])
    shapes = (f"--gx-shape:var(--gx-glyph-{name});background:var(--gx-strong)" for name in _PLACEHOLDERS)
    return "".join(f'<span><span class="gx-glyph" style="{style}"></span></span>' for style in shapes)
