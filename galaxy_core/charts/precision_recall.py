"""Precision against recall of one or several classes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from galaxy_core.charts.overlaid import DASHES
from galaxy_core.evaluation.precision_recall import Curve, thinned

if TYPE_CHECKING:
    import altair


def curves(named: Sequence[tuple[str, Curve]], height: int = 320) -> "altair.Chart":
    """A line of steps for each (name, curve), at most `overlaid.MOST`, told apart by colour and dash."""
    import altair as alt
    import pandas as pd

    names = [name for name, _ in named]
    table = pd.DataFrame([  # altair checks rows of `alt.Data` one by one, which takes a tenth of a second here
        {"class": name, "place": place, "recall": recall, "precision": precision}
        for name, curve in named for place, (recall, precision) in enumerate(thinned(curve))
    ])  # fmt: skip
    scale, axis = alt.Scale(domain=[0, 1]), alt.Axis(format=".0%", tickCount=5)
    dashes = alt.Scale(domain=names, range=list(DASHES[: len(names)]))
    key = alt.Legend(orient="bottom", columns=1, labelLimit=420)
    # A step belongs to the precision at its end, as in the average precision; "place" keeps the order of equal recalls.
    chart = alt.Chart(table).mark_line(strokeWidth=2, interpolate="step-before").encode(
        x=alt.X("recall:Q", title="recall", scale=scale, axis=axis),
        y=alt.Y("precision:Q", title="precision", scale=scale, axis=axis),
        order="place:Q",
        color=alt.Color("class:N", title=None, sort=names, legend=key),
        strokeDash=alt.StrokeDash("class:N", sort=names, legend=None, scale=dashes),
    )  # fmt: skip
    return chart.properties(height=height + 18 * len(names), background="transparent")  # a line of the legend each
