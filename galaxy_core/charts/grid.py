"""Cells with a number each, as a chart: what is a table of HTML on the pages, for files."""

from collections.abc import Sequence

from galaxy_core.charts import palette, vega
from galaxy_core.charts.palette import COLOURS, Colour
from galaxy_core.charts.vega import Chart, Row, Spec

LINE, CELL = 30, 46  # pixels: height of a row, width of a cell
_BARE: Spec = {"domain": False, "ticks": False, "labelLimit": 420}

Axis = tuple[str, Sequence[str], str | None]  # the field that says where a cell stands, its values in order, a title


def painted(words: str, ground: Colour | None) -> dict[str, vega.Value]:
    """The fields of a cell: what is written, its ground (None: there is nothing) and its ink, for white paper."""
    if ground is None:
        return {"words": words, "ground": COLOURS["surface"].light, "ink": COLOURS["muted"].light}
    return {"words": words, "ground": ground.light, "ink": palette.text_on(ground.light)}


def chart(rows: Sequence[Row], across: Axis, down: Axis, alt: str) -> Chart:
    """A cell for each row, which has the fields of both axes and those of `painted`."""
    place = {
        "x": vega.names(across[0], across[1], title=across[2], axis=_BARE | {"orient": "top", "labelAngle": -45}),
        "y": vega.names(down[0], down[1], title=down[2], axis=_BARE),
    }
    ground, ink = (vega.names(field, scale=None, legend=None) for field in ("ground", "ink"))
    cell = {"type": "rect", "stroke": COLOURS["page"].light, "strokeWidth": 2}
    layers = [
        vega.layer(cell, place | {"color": ground}),
        vega.layer("text", place | {"color": ink, "text": {"field": "words", "type": "nominal"}}),
    ]
    return vega.layered(rows, layers, alt, LINE * len(down[1]), width=CELL * len(across[1]))
