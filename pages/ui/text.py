"""Sentences: escaped, with **bold** words; and what somebody typed, as text everywhere."""

import re
import unicodedata
from html import escape

import streamlit as st

JOINER = "\u2060"  # has no width; between two characters that would mean something together
_TOGETHER = re.compile(  # :smile:, https:, me@mail, www.here, -- and -> <- >= (Streamlit draws arrows for them)
    r"(?<=:)(?=.)|(?<=.)(?=@)|(?<=www)(?=\.)|(?<=[-<])(?=-)|(?<=-)(?=>)|(?<=[<>~!])(?==)", re.IGNORECASE
)
_MARKS = re.compile(r"([\\`*_\[\]<>#|~$:&]|^[-+]|(?<=\d)[.)](?=\s|$))")
_BOLD = re.compile(r"(\\.)|\*\*((?:\\.|[^\\])+?)\*\*")
_ESCAPED = re.compile(r"\\(&(?:amp|lt|gt);|[\\`*_\[\]#|~$:+\-.)])")
_JOINS = "\u200c\u200d"  # part of how some scripts and emoji are written


def literal(text: str) -> str:
    """What somebody typed (a title, a file's name), to stand as text in sentences and in Streamlit's Markdown alike.

    Control characters, also those that turn the direction of writing round, and line breaks become spaces.
    """
    shown = "".join(" " if _is_control(one) else one for one in str(text)).strip()
    return _MARKS.sub(r"\\\1", _TOGETHER.sub(JOINER, shown))


def of(label: str, whom: str) -> str:
    """The label of a button or link beside others of the same words: a screen reader also hears whom it is for."""
    return f"{label} :gray[of {literal(whom)}]"


def rich(text: str) -> str:
    """Escaped HTML of a sentence in which **words** are bold; nothing else is markup, and what is `literal` is text."""
    html = escape(text).replace(JOINER, "")
    return _ESCAPED.sub(r"\1", _BOLD.sub(lambda found: found[1] or f"<b>{found[2]}</b>", html))


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


def _is_control(one: str) -> bool:
    return unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and one not in _JOINS
