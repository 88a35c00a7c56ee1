"""Scores against what they cost: a point for each run, and a line through those that nothing cheaper beats."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from galaxy_core.charts import formatting
from galaxy_core.charts.curves import GREY, level
from galaxy_core.charts.differences import BLUE
from galaxy_core.evaluation.cost import Cost, Point

if TYPE_CHECKING:
    import altair

SECONDS = (0.01, 0.1, 1, 10, 60, 600, 3600, 36_000, 360_000)
_TIME = (
    "datum.value < 60 ? datum.value + ' s' : datum.value < 3600 ? datum.value / 60 + ' min' : datum.value / 3600 + ' h'"
)


def cost_chart(
    points: Sequence[Point], cost: Cost, guessing: float | None = None, height: int = 280
) -> "altair.LayerChart":
    """Points of `evaluation.cost.points` with their 95 % intervals; `guessing`, 0…1, is the dashed line.

    Blue and joined by a line: the unbeaten ones, numbered from the cheapest on (see `legend`). Grey: all others.
    """
    import altair as alt

    base, table = alt.Chart(), alt.Data(values=_values(points, cost))  # given once: each copy of it is checked again
    all_of_it, x = alt.Scale(domain=[0, 1]), _across(cost)
    y = alt.Y("score:Q", title=None, scale=all_of_it, axis=alt.Axis(format=".0%", tickCount=5))
    tips = [alt.Tooltip(f"{name}:N", title=title) for name, title in _TIPS]
    best, rest = "datum.number > 0", "datum.number == 0"
    layers = [
        base.mark_rule(opacity=0.5, color=GREY).encode(x=x, y=alt.Y("low:Q", scale=all_of_it), y2="high:Q"),
        base.transform_filter(best).mark_line(interpolate="step-after", color=BLUE, strokeWidth=1.5).encode(x=x, y=y),
        base.transform_filter(rest).mark_circle(size=50, opacity=0.9, color=GREY).encode(x=x, y=y, tooltip=tips),
        base.transform_filter(best).mark_circle(size=70, opacity=1, color=BLUE).encode(x=x, y=y, tooltip=tips),
        base.transform_filter(best).mark_text(dx=-9, dy=-9, color=BLUE).encode(x=x, y=y, text="number:Q"),
    ]
    if guessing is not None:
        layers.insert(0, level(guessing, y=alt.Y("at:Q", scale=all_of_it)))
    return alt.layer(*layers, data=table, height=height, background="transparent")


def legend(points: Sequence[Point], cost: Cost) -> list[str]:
    """What the numbers of the unbeaten points stand for: ["1 PCA (31.4 %, 20 s)", …]."""
    best = [point for point in points if point.unbeaten]
    return [
        f"{number} {point.line.title} ({formatting.percent(point.score.value)}, {_price(point.cost, cost)})"
        for number, point in enumerate(best, start=1)
    ]


_TIPS = (("name", "run"), ("said", "score"), ("price", "cost"))


def _across(cost: Cost) -> "altair.X":
    import altair as alt

    scale = alt.Scale(type="log", nice=False, padding=24)
    if cost == "seconds":
        axis = alt.Axis(values=list(SECONDS), labelExpr=_TIME, grid=False)
        return alt.X("cost:Q", title="training time", scale=scale, axis=axis)
    axis = alt.Axis(format="~s", tickCount=5, grid=False, labelOverlap=True)
    return alt.X("cost:Q", title="parameters", scale=scale, axis=axis)


def _values(points: Sequence[Point], cost: Cost) -> list[dict]:
    number, values = 0, []
    for point in points:
        number += point.unbeaten
        score = point.score
        values.append({
            "name": point.line.title, "cost": point.cost, "score": score.value, "low": score.low, "high": score.high,
            "number": number if point.unbeaten else 0, "price": _price(point.cost, cost),
            "said": formatting.scored(score),
        })  # fmt: skip
    return values


def _price(value: float, cost: Cost) -> str:
    return formatting.duration_short(value) if cost == "seconds" else f"{formatting.count(int(value), 'parameter')}"
