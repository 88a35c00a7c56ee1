"""Sentences: escaped, with **bold** words."""

import re
from html import escape

import streamlit as st


def rich(text: str) -> str:
    """Escaped HTML of a sentence in which **words** are bold; nothing else is markup."""
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))


def finding(first: str, rest: str = "") -> None:
    """The finding of a page: one large sentence, then what else there is to say, smaller."""
    after = f'<div class="gx-rest">{rich(rest)}</div>' if rest else ""
    st.html(f'<div class="gx-finding">{rich(first)}</div>{after}')


def lead(text: str) -> None:
    """The one sentence under a page's title."""
    st.html(f'<div class="gx-lead">{rich(text)}</div>')


def heading(text: str) -> None:
    """A small heading inside a card, under the page's sections (those are `st.subheader`)."""
    st.html(f'<div class="gx-heading" role="heading" aria-level="4">{rich(text)}</div>')


def sentence(text: str) -> None:
    """Sentences of ordinary size, in the quieter text colour."""
    st.html(f'<div class="gx-sentence">{rich(text)}</div>')


def caption(text: str) -> None:
    """A small grey line."""
    st.html(f'<div class="gx-caption">{rich(text)}</div>')


def facts(pairs: list[tuple[str, str]]) -> None:
    """Two columns of words: what it is (grey) and how much."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs)
    st.html(f'<dl class="gx-facts">{rows}</dl>')
