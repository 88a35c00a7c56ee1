"""A table of coloured numbers as HTML: a row for each run, a column for whatever is scored, a ring round the best.

Needs `charts.stylesheet()` on the page. It scrolls sideways in a box of its own where it is wider than the page.
"""

from collections.abc import Iterable, Sequence
from html import escape

from galaxy_core.charts import formatting


def table(what: str, heads: Iterable[str], rows: Iterable[tuple[str, Iterable[str]]], counts: Sequence[int]) -> str:
    """HTML of the table: heads and cells are HTML, the title of a row is text; `counts` are test images by column."""
    body = "".join(f'<tr><th scope="row">{escape(title)}</th>{"".join(cells)}</tr>' for title, cells in rows)
    images = "".join(f"<td>{formatting.count(n)}</td>" for n in counts)
    foot = f'<tfoot><tr><th scope="row">test images</th>{images}</tr></tfoot>'
    head = f"<thead><tr><td></td>{''.join(heads)}</tr></thead>"
    inside = f'<table aria-label="{what}">{head}<tbody>{body}</tbody>{foot}</table>'
    return f'<div class="gx-heat" role="region" aria-label="{what}" tabindex="0">{inside}</div>'


def cell(words: str, level: int, title: str, best: str = "") -> str:
    """HTML of one number of a level 0…9; `best` says, behind its title, what it is the best of."""
    style = f"background:var(--gx-right-{level});color:var(--gx-right-ink-{level})"
    ring = ' class="gx-top"' if best else ""
    return f'<td{ring} style="{style}" title="{title}{f", {best}" if best else ""}">{words}</td>'


def missing() -> str:
    """HTML of a cell that has no number."""
    return f"<td>{formatting.MISSING}</td>"
