"""Accuracy against coverage: how good a model is when it need not answer what it is least sure of."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from galaxy_core.charts import formatting
from galaxy_core.charts.curves import level
from galaxy_core.evaluation.abstaining import SelectiveAccuracy

if TYPE_CHECKING:
    import altair


def curve(
    covered: Sequence[SelectiveAccuracy], guessing: float | None = None, height: int = 300
) -> "altair.LayerChart":
    """A line with its 95 % band; `guessing`, 0…1, as a dashed line: what always naming the largest class reaches."""
    import altair as alt

    table = alt.Data(values=[
        {"coverage": one.coverage, "accuracy": one.accuracy.value, "low": one.accuracy.low, "high": one.accuracy.high,
         "answered": f"{formatting.percent(one.coverage, 0)} ({formatting.count(one.accuracy.n, 'image')})",
         "right": formatting.scored(one.accuracy),
         "at least so sure": formatting.percent(one.least)}
        for one in covered
    ])  # fmt: skip
    share, axis = alt.Scale(domain=[0, 1]), alt.Axis(format=".0%", tickCount=5)
    x = alt.X("coverage:Q", title="coverage", scale=share, axis=axis)
    y = alt.Y("accuracy:Q", title="accuracy", scale=share, axis=axis)
    told = [alt.Tooltip(f"{name}:N") for name in ("answered", "right", "at least so sure")]
    chart = alt.Chart(table)
    band = chart.mark_area(opacity=0.3).encode(x=x, y=alt.Y("low:Q", title="accuracy"), y2="high:Q")
    layers = [band, chart.mark_line(strokeWidth=2, point=True).encode(x=x, y=y, tooltip=told)]
    if guessing is not None:
        layers.append(level(guessing, y=alt.Y("at:Q", title="accuracy")))
    return alt.layer(*layers, height=height, background="transparent")
