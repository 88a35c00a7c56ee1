"""Charts as Vega-Lite, written as plain data: a page shows them, a file is made of them, a report holds them.

A chart is the rows of a table, a specification that says how they are drawn and holds none of them, and a sentence for
whoever can't see it. Where only rows change, a browser moves the marks and draws nothing anew.

Nothing stands between these modules and Vega-Lite (https://vega.github.io/vega-lite/docs): the tests hold every chart
against its schema. What a page gains by that stands in docs/architecture.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from galaxy_core.charts.palette import GREY

VERSION = "6.4"  # of Vega-Lite, in the browser and in files
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SOLID, *_ = DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 1], [1, 3])  # so that lines differ without colours too

Value = str | float | int | bool | None
Row = Mapping[str, Value]
Spec = dict[str, Any]  # a part of a specification, as Vega-Lite names it


@dataclass(frozen=True)
class Chart:
    """What is drawn: rows of a table, how they are drawn, and what it says to whoever can't see it."""

    rows: Sequence[Row]
    spec: Spec
    alt: str

    @property
    def whole(self) -> Spec:
        """The specification with its rows, as other programs read it."""
        return {"$schema": SCHEMA, "data": {"values": list(self.rows)}, **self.spec}


def layered(rows: Sequence[Row], layers: Sequence[Spec], alt: str, height: int, **more: Any) -> Chart:
    """A chart of layers, the lowest first, as wide as its place; `more` goes to the top of the specification.

    Transparent, so that it lies on cards too.
    """
    return Chart(rows, {"layer": list(layers), "height": height, "background": "transparent"} | more, alt)


def layer(mark: str | Spec, encoding: Spec, where: str = "", **more: Any) -> Spec:
    """One layer; where: an expression of Vega that keeps some of the rows, as "datum.n > 0"."""
    kept = {"transform": [{"filter": where}]} if where else {}
    return {"mark": quiet(mark), "encoding": encoding} | kept | more


def quiet(mark: str | Spec) -> Spec:
    """A mark that a screen reader leaves out: the chart has a sentence,
    its numbers stand in words or a table beside it."""
    return ({"type": mark} if isinstance(mark, str) else mark) | {"aria": False}


def level(at: float, channel: str, scale: Spec | None = None) -> Spec:
    """A layer: a dashed grey line across at one value of x or y: what the baseline reaches, or no difference."""
    place = {"datum": at, "type": "quantitative"} | ({"scale": scale} if scale else {})
    return layer(dashed(), {channel: place}, data={"values": [{}]})  # or it is drawn once for each row


def dashed(kind: str = "rule", **more: Any) -> Spec:
    """The mark of what stands for comparison."""
    return {"type": kind, "strokeDash": [4, 3], "strokeWidth": 1.5, "color": GREY} | more


def quantity(field: str, title: str | None = None, scale: Spec | None = None, axis: Spec | None = None) -> Spec:
    """An encoding by numbers."""
    parts = {"scale": scale, "axis": axis}
    return {"field": field, "type": "quantitative", "title": title} | {k: part for k, part in parts.items() if part}


def share(field: str, title: str | None = None, **axis: Any) -> Spec:
    """An encoding by a fraction 0…1, on an axis from 0 to 100 %."""
    return quantity(field, title, {"domain": [0, 1]}, PERCENT | axis)


def names(field: str, order: Sequence[str] | None = None, **more: Any) -> Spec:
    """An encoding by names, in an order of ours."""
    return {"field": field, "type": "nominal", "title": None} | ({"sort": list(order)} if order else {}) | more


def lines_of(field: str, order: Sequence[str]) -> Spec:
    """Encodings that tell lines apart by colour and dash, with a key under the chart; see `key_height`."""
    key = {"orient": "bottom", "columns": 1, "labelLimit": 420}
    dashes = {"domain": list(order), "range": list(DASHES[: len(order)])}
    return {"color": names(field, order, legend=key), "strokeDash": names(field, order, legend=None, scale=dashes)}


def key_height(lines: int) -> int:
    """Pixels that the key of so many lines needs."""
    return 18 * lines


def tooltip(*fields: str, **titled: str) -> list[Spec]:
    """A tooltip of fields that hold words: each under its own name, then those with a title."""
    titles = {field: field for field in fields} | titled
    return [{"field": field, "type": "nominal", "title": title} for field, title in titles.items()]


PERCENT: Spec = {"tickCount": 5, "labelExpr": "format(100 * datum.value, '.0f') + ' %'"}
NUMBERS: Spec = {"tickCount": 5, "format": ".6~g"}  # without a precision, Vega writes 50 as 5e+1
