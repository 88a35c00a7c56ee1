"""Charts as files for papers and slides: SVG and PNG on white ground, and as charts what is HTML on the pages.

Drawn by vl-convert, which needs no browser and no network and brings its own font (Liberation Sans, whose letters are
as wide as Arial's). The colours are those of the light theme.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from galaxy_core.charts import palette
from galaxy_core.charts.curves import GREY
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.charts.matrix import Cell, Show, matrix_cells
from galaxy_core.charts.overlaid import distinct
from galaxy_core.charts.palette import COLOURS
from galaxy_core.charts.score_rows import BASELINE, PERCENT, Scale, ScoreRow

if TYPE_CHECKING:
    import altair

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
WIDTH, SCALE = 640, 480  # pixels: a chart that says no width of its own, the scale of scores
LINE, CELL = 30, 46  # pixels: height of a row, width of a cell
_AXIS = {"label": "muted", "title": "secondary", "grid": "track", "domain": "border", "tick": "border"}


def svg(chart: "altair.TopLevelMixin", title: str = "", notes: Sequence[str] = ()) -> str:
    """SVG text of an Altair chart, with a title and smaller lines over it; it refers to nothing outside itself."""
    import vl_convert

    return vl_convert.vegalite_to_svg(_printed(chart, title, notes), _version(), allowed_base_urls=[])


def png(chart: "altair.TopLevelMixin", title: str = "", notes: Sequence[str] = (), scale: float = 2) -> bytes:
    """The same as PNG; `scale`: pixels of the picture for one of the chart."""
    import vl_convert

    return vl_convert.vegalite_to_png(_printed(chart, title, notes), _version(), scale=scale, allowed_base_urls=[])


def score_chart(rows: Sequence[ScoreRow], majority: float | None, scale: Scale = PERCENT) -> "altair.LayerChart":
    """What `score_rows` draws as HTML: blue band = 95 % interval, tick = value, dashed line = majority, grey hollow
    diamond = reported elsewhere; behind each row its numbers."""
    import altair as alt

    names = distinct([row.name for row in rows])
    table = alt.Data(values=[_score(row, name, scale) for row, name in zip(rows, names, strict=True)])
    chart, blue, ink = alt.Chart(table), COLOURS["right"].light, COLOURS["text"].light
    y = alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=420, domain=False, ticks=False))
    at = alt.Scale(domain=[0, scale.upper], nice=False)
    ticks = alt.Axis(values=list(scale.ticks), format=".0%" if scale is PERCENT else "~g", grid=False)
    x = alt.X("value:Q", title=None, scale=at, axis=ticks)
    band = chart.mark_rule(strokeWidth=10, opacity=0.55, color=blue).encode(
        x=alt.X("low:Q", scale=at), x2="high:Q", y=y
    )
    value = chart.mark_tick(thickness=3, height=18, color=ink).encode(x=x, y=y)
    theirs = chart.mark_point(shape="diamond", size=60, filled=False, color=GREY).encode(x="reference:Q", y=y)
    words = chart.mark_text(align="left", limit=300, color=COLOURS["secondary"].light)
    said = words.encode(x=alt.value(SCALE + 10), y=y, text="said:N")
    layers = [band, value, theirs, said]
    if majority is not None:
        line = alt.Chart(alt.Data(values=[{"at": majority, "what": BASELINE}]))
        layers.insert(0, line.mark_rule(strokeDash=[4, 3], color=GREY).encode(x=alt.X("at:Q", scale=at)))
    return alt.layer(*layers, width=SCALE, height=LINE * len(rows), background="transparent")


def matrix_chart(confusion: np.ndarray, labels: Sequence[ClassLabel], show: Show) -> "altair.LayerChart":
    """A confusion matrix, int (k, k), rows in truth, with a number in each cell; labels: of the k classes in its order.

    show: images, or per cent of those truly in the class ("share"), or of those called the class ("precision").
    """
    shorts = distinct([label.short for label in labels])
    values = [
        {"true": true, "called": called} | _painted(cell)
        for true, row in zip(shorts, matrix_cells(confusion, show), strict=True)
        for called, cell in zip(shorts, row, strict=True)
    ]
    return grid(values, ("called", shorts), ("true", shorts), ("it says", "in truth"))


def grid(
    values: list[dict], columns: tuple[str, list[str]], rows: tuple[str, list[str]], titles: tuple = (None, None)
) -> "altair.LayerChart":
    """Cells with a number each: `values` have the fields `ground` and `ink` (colours) and `said` (what is written).

    columns, rows: the field that says where a cell stands, and its values in order; titles: of both axes.
    """
    import altair as alt

    chart = alt.Chart(alt.Data(values=values))
    head = alt.Axis(orient="top", labelAngle=-45, **_BARE)
    place = {
        "x": alt.X(f"{columns[0]}:N", sort=columns[1], title=titles[0], axis=head),
        "y": alt.Y(f"{rows[0]}:N", sort=rows[1], title=titles[1], axis=alt.Axis(**_BARE)),
    }
    ground, ink = (alt.Color(f"{name}:N", scale=None, legend=None) for name in ("ground", "ink"))
    cells = chart.mark_rect(stroke=COLOURS["page"].light, strokeWidth=2).encode(color=ground, **place)
    numbers = chart.mark_text().encode(text="said:N", color=ink, **place)
    size = {"width": CELL * len(columns[1]), "height": LINE * len(rows[1])}
    return alt.layer(cells, numbers, background="transparent", **size)


_BARE: dict[str, Any] = {"domain": False, "ticks": False, "labelLimit": 420}


def _painted(cell: Cell) -> dict[str, str]:
    if cell.kind == "none":
        return {"said": cell.text, "ground": COLOURS["surface"].light, "ink": COLOURS["muted"].light}
    ground = (palette.RIGHT if cell.kind == "right" else palette.WRONG)[cell.level].light
    return {"said": cell.text, "ground": ground, "ink": palette.text_on(ground)}


def _score(row: ScoreRow, name: str, scale: Scale) -> dict[str, object]:
    shown = row.reference if row.value is None else row.value
    between = "" if row.low is None or row.high is None else f"({scale.interval(row.low, row.high)})"
    said = " ".join(filter(None, (scale.value(shown), between, row.note)))
    values = {"value": row.value, "low": row.low, "high": row.high, "reference": row.reference}
    return {"name": name, "said": said} | {key: value for key, value in values.items() if value is not None}


def _printed(chart: "altair.TopLevelMixin", title: str, notes: Sequence[str]) -> dict:
    """The chart's description with all that a page's theme would have given it."""
    spec = chart.to_dict()
    spec |= {"background": COLOURS["page"].light, "padding": 16, "config": _config()}
    if "mark" in spec or "layer" in spec:
        spec.setdefault("width", WIDTH)
    return spec | ({"title": {"text": title, "subtitle": list(notes)}} if title else {})


def _config() -> dict:
    light = {name: colour.light for name, colour in COLOURS.items()}
    axis = {f"{part}Color": light[colour] for part, colour in _AXIS.items()}
    sizes = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 420}
    title = {"color": light["text"], "fontSize": 16, "anchor": "start", "frame": "bounds", "offset": 14}
    ramp = [colour.light for colour in palette.RIGHT]
    return {
        "font": FONT, "view": {"stroke": None}, "axis": axis | sizes,
        "legend": {"labelColor": light["secondary"], "titleColor": light["secondary"], "labelFontSize": 12},
        "title": title | {"subtitleColor": light["secondary"], "subtitleFontSize": 12},
        "mark": {"color": light["right"]}, "text": {"color": light["text"], "fontSize": 12},
        "range": {"category": [colour.light for colour in palette.CATEGORICAL], "ramp": ramp, "heatmap": ramp},
    }  # fmt: skip


def _version() -> str:
    import altair

    return ".".join(altair.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
