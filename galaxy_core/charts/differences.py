"""Differences with their intervals, one under the other, about a line at nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from galaxy_core.charts import vega
from galaxy_core.charts.palette import BLUE, GREY, RED
from galaxy_core.charts.vega import Chart, Row

LINE = 26  # pixels a row


@dataclass(frozen=True)
class Difference:
    """One difference −1…1 with its interval, and whether it is significant."""

    name: str
    difference: float
    low: float
    high: float
    significant: bool


def rows(differences: Sequence[Difference]) -> list[Row]:
    """A row for each, in points, in the order given, with the colour of its verdict."""
    return [
        {"name": compared.name, "difference": 100 * compared.difference, "low": 100 * compared.low, "high": 100 * compared.high,
         "colour": (BLUE if compared.difference > 0 else RED) if compared.significant else GREY}
        for compared in differences
    ]  # fmt: skip


def chart(differences: Sequence[Difference]) -> Chart:
    """In points, in the order given; blue: significantly better, orange-red: significantly worse, grey: not
    significant."""
    y = vega.names("name", [compared.name for compared in differences], axis={"labelLimit": 260})
    x, colour = vega.quantity("low", "points", axis={"tickCount": 7}), vega.names("colour", scale=None, legend=None)
    interval = {"x": x, "x2": {"field": "high"}, "y": y, "color": colour}
    value = {"x": vega.quantity("difference", "points"), "y": y, "color": colour}
    layers = [
        vega.level(0, "x"),
        vega.layer({"type": "rule", "strokeWidth": 3, "opacity": 0.7}, interval),
        vega.layer({"type": "tick", "thickness": 3, "height": 16}, value),
    ]
    height = LINE * max(1, len(differences)) + 40
    return vega.layered(rows(differences), layers, "Differences in points with their 95 % intervals", height)
