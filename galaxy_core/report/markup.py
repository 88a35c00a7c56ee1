"""Pieces of HTML: escaped text, sentences, facts, tables. What comes in as text is never taken for markup."""

from collections.abc import Iterable, Sequence
from html import escape

from galaxy_core.charts.glyphs import ClassLabel, glyph_html
from galaxy_core.runs.run import one_line


def text(value: object) -> str:
    """A text on one line, escaped, without what can't be printed; no line ends between a number and its unit."""
    return escape(one_line(str(value))).replace(" %", "&nbsp;%")


def sentences(texts: Iterable[str], kind: str = "") -> str:
    """A paragraph of each text."""
    return "".join(f"<p{_kind(kind)}>{text(sentence)}</p>" for sentence in texts if sentence)


def bullets(texts: Iterable[str]) -> str:
    """A list, "" where there is nothing to list."""
    items = "".join(f"<li>{text(item)}</li>" for item in texts)
    return f"<ul>{items}</ul>" if items else ""


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Two columns of words: what it is, and what is known of it."""
    rows = "".join(f"<div><dt>{text(name)}</dt><dd>{text(words)}</dd></div>" for name, words in pairs)
    return f'<dl class="facts">{rows}</dl>' if rows else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> str:
    """A table of HTML cells in a box of its own that scrolls; the first cell of a row is its head. `title` names it."""
    heads = "".join(f'<th scope="col">{text(name)}</th>' for name in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>' for first, *rest in rows
    )
    inside = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="box" role="region" tabindex="0" aria-label="{text(title)}">{inside}</div>'


def section(name: str, title: str, body: str) -> str:
    """A section with its heading; `name` is what a link leads to."""
    return f'<section id="{name}"><h2>{text(title)}</h2>{body}</section>'


def fold(summary: str, body: str, name: str = "") -> str:
    """Something that opens when it is pressed, and is open on paper; `summary` and `body` are HTML."""
    return f"<details{f' id={chr(34)}{name}{chr(34)}' if name else ''}><summary>{summary}</summary>{body}</details>"


def figure(drawing: str, caption: str) -> str:
    """A drawing, HTML or SVG text, under its caption."""
    return f"<figure><figcaption>{text(caption)}</figcaption>{drawing}</figure>"


def named(label: ClassLabel, short: bool = False) -> str:
    """A class: its glyph and its name."""
    return f'<span class="class">{glyph_html(label.glyph)} {text(label.short if short else label.name)}</span>'


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
