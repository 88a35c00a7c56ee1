"""Differences with their intervals, one under the other, about a line at nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from galaxy_core.charts.curves import GREY, level

if TYPE_CHECKING:
    import altair

BLUE, RED = "#3D79D6", "#D9603A"  # better, worse: readable on both grounds
LINE = 26  # pixels a row


@dataclass(frozen=True)
class Row:
    """One difference −1…1 with its interval, and whether it is significant."""

    name: str
    difference: float
    low: float
    high: float
    significant: bool


def differences(rows: Sequence[Row]) -> "altair.LayerChart":
    """In points, in the order given; blue: significantly better, orange-red: significantly worse, grey: not significant."""
    import altair as alt

    table = alt.Data(values=[
        {"name": row.name, "difference": 100 * row.difference, "low": 100 * row.low, "high": 100 * row.high,
         "colour": (BLUE if row.difference > 0 else RED) if row.significant else GREY}
        for row in rows
    ])  # fmt: skip
    y = alt.Y("name:N", sort=[row.name for row in rows], title=None, axis=alt.Axis(labelLimit=260))
    x = alt.X("low:Q", title="points", axis=alt.Axis(tickCount=7))
    chart, colour = alt.Chart(table), alt.Color("colour:N", scale=None)
    bars = chart.mark_rule(strokeWidth=3, opacity=0.7).encode(x=x, x2="high:Q", y=y, color=colour)
    ticks = chart.mark_tick(thickness=3, height=16).encode(x="difference:Q", y=y, color=colour)
    return alt.layer(level(0, x="at:Q"), bars, ticks, height=LINE * max(1, len(rows)) + 40, background="transparent")
