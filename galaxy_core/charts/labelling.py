"""The score by the number of labelled images, a line for each thing that networks began with."""

from collections.abc import Sequence

from galaxy_core.charts import vega
from galaxy_core.charts.vega import Chart, Row
from galaxy_core.evaluation.labelling import STARTS, Point


def rows(points: Sequence[Point]) -> list[Row]:
    """A row for each point: labels a class, score and interval 0…1; no interval is one of no width."""
    return [
        {"labels": point.labels, "score": point.value, "start": point.start, "line": point.line,
         "low": point.value if point.low is None else point.low,
         "high": point.value if point.high is None else point.high}
        for point in points
    ]  # fmt: skip


def chart(points: Sequence[Point], height: int = 260) -> Chart:
    """A line with its band for each start, whose colour and dash don't depend on which others are there; the labels on
    a logarithmic axis."""
    ticks = sorted({point.labels for point in points})
    there = {point.start for point in points}
    key = {"orient": "bottom", "values": [start for start in STARTS if start in there]}
    x = vega.quantity(
        "labels",
        "labelled images per class",
        {"type": "log", "nice": False, "padding": 12},
        {"values": ticks, "grid": False},
    )
    colour = vega.names("start", scale={"domain": list(STARTS)}, legend=key)
    dash = vega.names("start", scale={"domain": list(STARTS), "range": list(vega.DASHES[: len(STARTS)])}, legend=None)
    apart = {"field": "line", "type": "nominal"}  # runs of something else are joined by no line
    layers = [
        vega.layer(
            {"type": "area", "opacity": 0.2},
            {"x": x, "y": vega.share("low"), "y2": {"field": "high"}, "color": colour, "detail": apart},
        ),
        vega.layer(
            {"type": "line", "strokeWidth": 2, "point": True},
            {"x": x, "y": vega.share("score"), "color": colour, "strokeDash": dash, "detail": apart},
        ),
    ]
    return vega.layered(rows(points), layers, "Balanced accuracy by the number of labelled images", height)
