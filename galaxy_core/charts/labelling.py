"""The score by the number of labelled images, a line for each thing that networks began with."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from galaxy_core.evaluation.labelling import STARTS, Point

if TYPE_CHECKING:
    import altair


def curve(points: Sequence[Point], height: int = 260) -> "altair.LayerChart":
    """A line with its band for each start, whose colour and dash don't depend on which others are there; the labels on
    a logarithmic axis."""
    import altair as alt

    table = alt.Data(values=[
        {"labels": point.labels, "score": point.value, "start": point.start,
         "low": point.value if point.low is None else point.low,
         "high": point.value if point.high is None else point.high}
        for point in points
    ])  # fmt: skip
    ticks = sorted({point.labels for point in points})
    x = alt.X(
        "labels:Q",
        title="labelled images per class",
        scale=alt.Scale(type="log"),
        axis=alt.Axis(values=ticks, grid=False),
    )
    y = alt.Y("score:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=5))
    drawn = [start for start in STARTS if start in {point.start for point in points}]
    scale = alt.Scale(domain=list(STARTS))
    colour = alt.Color("start:N", title=None, scale=scale, legend=alt.Legend(orient="bottom", values=drawn))
    chart = alt.Chart(table)
    band = chart.mark_area(opacity=0.2).encode(x=x, y=alt.Y("low:Q", title=None), y2="high:Q", color=colour)
    dash = alt.StrokeDash("start:N", scale=scale, legend=None)
    line = chart.mark_line(strokeWidth=2, point=True).encode(x=x, y=y, color=colour, strokeDash=dash)
    return alt.layer(band, line, height=height, background="transparent")
