"""Scores against what they cost: a point for each run, and a line through those that nothing cheaper beats."""

from collections.abc import Sequence

from galaxy_core.charts import formatting, measures, vega
from galaxy_core.charts.palette import BLUE, GREY
from galaxy_core.charts.vega import Chart, Row, Spec
from galaxy_core.evaluation.cost import Cost, Point

SECONDS = (0.01, 0.1, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600, 7200, 18_000, 36_000, 86_400, 360_000)
_TIME = (
    "datum.value < 60 ? datum.value + ' s' : datum.value < 3600 ? datum.value / 60 + ' min' : datum.value / 3600 + ' h'"
)


def rows(points: Sequence[Point], cost: Cost) -> list[Row]:
    """A row for each point; the unbeaten ones are numbered from the cheapest on, all others have the number 0."""
    number, table = 0, list[Row]()
    for point in points:
        number, score = number + point.unbeaten, point.score
        table.append({
            "run": point.line.title, "cost": point.cost, "score": score.value, "low": score.low, "high": score.high,
            "number": number if point.unbeaten else 0,
            "score_words": measures.scored(point.line.measure(point.measure), score),
            "cost_words": _price(point.cost, cost),
        })  # fmt: skip
    return table


def chart(points: Sequence[Point], cost: Cost, baseline: float | None = None, height: int = 280) -> Chart:
    """Points of `evaluation.cost.points` with their 95 % intervals; `baseline`, 0…1, is the dashed line.

    Blue and joined by a line: the unbeaten ones, numbered as in `legend`. Grey: all others.
    """
    is_share = all(point.line.measure(point.measure).is_share for point in points)
    of, whole = (vega.share, {"domain": [0, 1]}) if is_share else (vega.quantity, None)
    x, y = _across(cost), of("score")
    place, best, rest = {"x": x, "y": y}, "datum.number > 0", "datum.number == 0"
    pointed = place | {"tooltip": vega.tooltip("run", score_words="score", cost_words="cost")}
    number = place | {"text": {"field": "number", "type": "quantitative"}}
    layers = [] if baseline is None else [vega.level(baseline, "y", whole)]
    layers += [
        vega.layer({"type": "rule", "opacity": 0.5, "color": GREY}, {"x": x, "y": of("low"), "y2": {"field": "high"}}),
        vega.layer({"type": "line", "interpolate": "step-after", "color": BLUE, "strokeWidth": 1.5}, place, best),
        vega.layer({"type": "circle", "size": 50, "opacity": 0.9, "color": GREY}, pointed, rest),
        vega.layer({"type": "circle", "size": 70, "opacity": 1, "color": BLUE}, pointed, best),
        vega.layer({"type": "text", "dx": -9, "dy": -9, "color": BLUE}, number, best),
    ]
    cost_title = "training time" if cost == "seconds" else "parameters"
    words = f"Score by {cost_title}; unbeaten are {'; '.join(legend(points, cost)) or 'none'}"
    return vega.layered(rows(points, cost), layers, words, height)


def legend(points: Sequence[Point], cost: Cost) -> list[str]:
    """What the numbers of the unbeaten points stand for: ["1 PCA (31.4 %, 20 s)", …]."""
    best = [point for point in points if point.unbeaten]
    return [
        f"{number} {point.line.title} ({_said(point)}, {_price(point.cost, cost)})"
        for number, point in enumerate(best, start=1)
    ]


def _said(point: Point) -> str:
    return measures.value(point.line.measure(point.measure), point.score.value)


def _across(cost: Cost) -> Spec:
    scale = {"type": "log", "nice": False, "padding": 24}
    if cost == "seconds":
        axis = {"values": list(SECONDS), "labelExpr": _TIME, "labelOverlap": True, "grid": False}
        return vega.quantity("cost", "training time", scale, axis)
    axis = {"format": ".3~s", "tickCount": 5, "grid": False, "labelOverlap": True}
    return vega.quantity("cost", "parameters", scale, axis)


def _price(value: float, cost: Cost) -> str:
    return formatting.duration_short(value) if cost == "seconds" else formatting.count(int(value), "parameter")
