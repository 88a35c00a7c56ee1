"""What a model says under a change of its images, by the strength of the change."""

from typing import TYPE_CHECKING

from galaxy_core.charts.curves import GREY
from galaxy_core.evaluation.sensitivity import Curve

if TYPE_CHECKING:
    import altair


def curve(of: Curve, height: int = 240) -> "altair.LayerChart":
    """Mean probability of the true class and its interval, by strength; the usual strength as a dashed line."""
    import altair as alt

    table = alt.Data(values=[
        {"strength": value, "mean": mean, "low": max(0.0, low), "high": min(1.0, high)}
        for value, mean, low, high in zip(of.values, of.means, of.lows, of.highs, strict=True)
    ])  # fmt: skip
    x = alt.X("strength:Q", title=None, scale=alt.Scale(domain=[of.values[0], of.values[-1]], nice=False))
    y = alt.Y("mean:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=5))
    chart = alt.Chart(table)
    band = chart.mark_area(opacity=0.3).encode(x=x, y=alt.Y("low:Q", title=None), y2="high:Q")
    line = chart.mark_line(strokeWidth=2, point=True).encode(x=x, y=y)
    usual = alt.Chart(alt.Data(values=[{"strength": of.usual}])).mark_rule(strokeDash=[4, 3], color=GREY).encode(x=x)
    return alt.layer(band, line, usual, height=height, background="transparent")
