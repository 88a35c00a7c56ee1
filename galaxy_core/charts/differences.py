"""Differences with their intervals, one under the other, about a line at nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from galaxy_core.charts import vega
from galaxy_core.charts.palette import BLUE, GREY, RED
from galaxy_core.charts.vega import Chart, Row
from galaxy_core.tasks import Measure

LINE = 26  # pixels a row
SHARE = Measure("share", "Share")


@dataclass(frozen=True)
class Difference:
    """One difference with its interval, in the unit of its measure, and whether it is significant."""

    name: str
    difference: float
    low: float
    high: float
    significant: bool


def rows(differences: Sequence[Difference], measure: Measure = SHARE) -> list[Row]:
    """A row for each, of shares in points, in the order given, with the colour of its verdict: of a measure that is
    better the lower it is, a negative difference is the better one."""
    unit = 100 if measure.is_share else 1
    return [
        {"name": compared.name, "difference": unit * compared.difference, "low": unit * compared.low,
         "high": unit * compared.high,
         "colour": (BLUE if measure.merit(compared.difference) > 0 else RED) if compared.significant else GREY}
        for compared in differences
    ]  # fmt: skip


def chart(differences: Sequence[Difference], measure: Measure = SHARE) -> Chart:
    """In points, or the unit of the measure, in the order given; blue: significantly better, orange-red: significantly
    worse, grey: not significant."""
    unit = "points" if measure.is_share else measure.unit or measure.title
    y = vega.names("name", [compared.name for compared in differences], axis={"labelLimit": 260})
    x, colour = vega.quantity("low", unit, axis={"tickCount": 7}), vega.names("colour", scale=None, legend=None)
    interval = {"x": x, "x2": {"field": "high"}, "y": y, "color": colour}
    value = {"x": vega.quantity("difference", unit), "y": y, "color": colour}
    layers = [
        vega.level(0, "x"),
        vega.layer({"type": "rule", "strokeWidth": 3, "opacity": 0.7}, interval),
        vega.layer({"type": "tick", "thickness": 3, "height": 16}, value),
    ]
    height = LINE * max(1, len(differences)) + 40
    return vega.layered(rows(differences, measure), layers, f"Differences in {unit} with their 95 % intervals", height)
