"""The reliability diagram: how often a model is right, by how sure it is."""

from typing import TYPE_CHECKING

from galaxy_core.charts import formatting
from galaxy_core.charts.curves import GREY
from galaxy_core.charts.differences import BLUE
from galaxy_core.evaluation.reliability import Calibration

if TYPE_CHECKING:
    import altair


def diagram(found: Calibration, before: Calibration | None = None, height: int = 300) -> "altair.LayerChart":
    """A point for each bin that has images, with its 95 % interval, against the dashed diagonal of an honest model.

    The larger a point, the more images; how many is in its tooltip. `before`: hollow grey points of another table.
    """
    import altair as alt

    share = alt.Scale(domain=[0, 1])
    x = alt.X("sure:Q", title="confidence", scale=share, axis=alt.Axis(format=".0%", tickCount=5, grid=False))
    y = alt.Y("right:Q", title="accuracy", scale=share, axis=alt.Axis(format=".0%", tickCount=5))
    told = [alt.Tooltip(f"{name}:N") for name in ("confidence", "accuracy", "images")]
    size = alt.Size("n:Q", legend=None, scale=alt.Scale(range=[30, 260]))
    chart = alt.Chart(_table(found))
    honest = alt.Chart(alt.Data(values=[{"sure": 0, "right": 0}, {"sure": 1, "right": 1}]))
    layers = [honest.mark_line(strokeDash=[4, 3], color=GREY, strokeWidth=1.5).encode(x=x, y=y)]
    if before is not None:
        hollow = alt.Chart(_table(before)).mark_point(color=GREY, filled=False)
        layers.append(hollow.encode(x=x, y=y, size=size, tooltip=told))
    interval = chart.mark_rule(color=BLUE, strokeWidth=3, opacity=0.6)
    layers.append(interval.encode(x=x, y=alt.Y("low:Q", title="accuracy"), y2="high:Q"))
    layers.append(chart.mark_point(filled=True, opacity=1).encode(x=x, y=y, size=size, tooltip=told))
    return alt.layer(*layers, height=height, background="transparent")


def _table(found: Calibration) -> "altair.Data":
    import altair as alt

    return alt.Data(values=[
        {"sure": one.confidence, "right": one.right.value, "low": one.right.low, "high": one.right.high, "n": one.count,
         "confidence": f"{formatting.percent(one.low, 0)} to {formatting.percent(one.high, 0)}",
         "images": formatting.count(one.count),
         "accuracy": formatting.scored(one.right)}
        for one in found.bins if one.count
    ])  # fmt: skip
