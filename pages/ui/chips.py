"""Chips: a class as a pill with its glyph and full name."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from galaxy_core.charts.glyphs import glyph_html
from pages.ui.text import lead


def chip_html(label) -> str:
    """HTML of one class chip."""
    return f'<span class="gx-chip">{glyph_html(label.glyph)}{escape(label.name)}</span>'


def chips_html(parts: Sequence[tuple[str, object]]) -> str:
    """HTML of words and chips in a line: [("in truth", label), ("called", label)].

    None instead of a label gives the words alone.
    """
    pieces = [f"<span>{escape(word)}</span>{chip_html(label) if label else ''}" for word, label in parts]
    return f'<div class="gx-chips">{"".join(pieces)}</div>'


def filter_chips(
    parts: Sequence[tuple[str, object]], key: str, sentence: str = "", on_clear=None, args: tuple = ()
) -> bool:
    """Show the filter in force as chips, and *Clear*; True when Clear was pressed just now.

    sentence: what is left, such as "26 of 263 (10 %), with the model’s certainty"; it takes the second line, with
    Clear at its end.

    on_clear, args: called before the run, e.g. `on_clear=matrix.clear, args=("matrix-key",)`.
    """
    with st.container(horizontal=True, vertical_alignment="center", key=f"gx-filter-{key}"):
        st.html(chips_html(parts), width="stretch" if sentence else "content")
        if sentence:
            lead(sentence)
        return st.button("Clear", key=f"{key}-clear", type="tertiary", on_click=on_clear, args=args)
