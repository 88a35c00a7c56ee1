"""F1 of every class by every run as a table of coloured numbers: rows of HTML, and a chart of them for pictures.

Needs `charts.stylesheet()` on the page. It scrolls sideways in a box of its own where it is wider than the page.
"""

from collections.abc import Sequence
from html import escape

from galaxy_core.charts import formatting, grid, heat, palette
from galaxy_core.charts.glyphs import ClassLabel, glyph_html
from galaxy_core.charts.overlaid import distinct
from galaxy_core.charts.vega import Chart, Row
from galaxy_core.evaluation.classwise import ClassTable
from galaxy_core.intervals import Score

WHAT = "F1 of each class in per cent"


def class_heat(table: ClassTable, labels: Sequence[ClassLabel]) -> str:
    """HTML of the table; labels: of its k classes in their order. In each column the best number has a ring."""
    width = f"width:{72 / len(labels):.2f}%"  # all alike, and room for the names of the runs
    heads = (
        f'<th scope="col" style="{width}" title="{escape(label.name)}">{glyph_html(label.glyph)}'
        f"<span>{escape(label.short)}</span></th>"
        for label in labels
    )
    tops = [table.best(label) for label in range(len(labels))]
    rows = (
        (line.title, map(_cell, scores, [top == at for top in tops]))
        for at, (line, scores) in enumerate(zip(table.lines, table.scores, strict=True))
    )
    return heat.table(WHAT, heads, rows, table.images)


def picture(table: ClassTable, labels: Sequence[ClassLabel]) -> Chart:
    """The same as a chart for files."""
    names, shorts = distinct([line.title for line in table.lines]), distinct([label.short for label in labels])
    rows: list[Row] = [
        {"run": name, "class": short, **grid.painted(_words(score), palette.RIGHT[_level(score)] if score else None)}
        for name, scores in zip(names, table.scores, strict=True)
        for short, score in zip(shorts, scores, strict=True)
    ]
    return grid.chart(rows, ("class", shorts, None), ("run", names, None), WHAT)


def _cell(score: Score | None, best: bool) -> str:
    if score is None:
        return heat.missing()
    return heat.cell(_words(score), _level(score), formatting.scored(score), "the best of this class" if best else "")


def _words(score: Score | None) -> str:
    return formatting.share(score.value).removesuffix(" %") if score else formatting.MISSING


def _level(score: Score) -> int:
    return palette.right_level(round(1000 * score.value), 1000)
