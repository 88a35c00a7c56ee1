"""What a model says under a change of its images, by the strength of the change."""

from galaxy_core.charts import vega
from galaxy_core.charts.vega import Chart, Row
from galaxy_core.evaluation.sensitivity import Curve


def rows(curve: Curve) -> list[Row]:
    """A row for each strength: mean probability of the true class and its interval, within 0…1."""
    return [
        {"strength": strength, "mean": mean, "low": max(0.0, low), "high": min(1.0, high)}
        for strength, mean, low, high in zip(curve.values, curve.means, curve.lows, curve.highs, strict=True)
    ]


def chart(curve: Curve, height: int = 240) -> Chart:
    """A line with its 95 % band; the usual strength as a dashed line."""
    x = vega.quantity("strength", scale={"domain": [curve.values[0], curve.values[-1]], "nice": False})
    layers = [
        vega.layer({"type": "area", "opacity": 0.3}, {"x": x, "y": vega.share("low"), "y2": {"field": "high"}}),
        vega.layer({"type": "line", "strokeWidth": 2, "point": True}, {"x": x, "y": vega.share("mean")}),
        vega.level(curve.usual, "x"),
    ]
    return vega.layered(rows(curve), layers, f"{curve.title}: probability of the true class", height)
