"""Precision against recall of one or several classes."""

from collections.abc import Sequence

from galaxy_core.charts import vega
from galaxy_core.charts.vega import Chart, Row
from galaxy_core.evaluation.precision_recall import Curve, thinned


def rows(curves: Sequence[tuple[str, Curve]]) -> list[Row]:
    """A row for each point of each (name, curve); "place" keeps the order of those of equal recall."""
    return [
        {"class": name, "place": place, "recall": recall, "precision": precision}
        for name, curve in curves
        for place, (recall, precision) in enumerate(thinned(curve))
    ]


def chart(curves: Sequence[tuple[str, Curve]], height: int = 320) -> Chart:
    """A line of steps for each (name, curve), at most `overlaid.MOST`, told apart by colour and dash.

    A step belongs to the precision at its end, as in the average precision.
    """
    names = [name for name, _ in curves]
    place = {
        "x": vega.share("recall", "recall"),
        "y": vega.share("precision", "precision"),
        "order": {"field": "place"},
    }
    line = vega.layer(
        {"type": "line", "strokeWidth": 2, "interpolate": "step-before"}, place | vega.lines_of("class", names)
    )
    words = f"Precision–recall curves of {', '.join(names)}"
    return vega.layered(rows(curves), [line], words, height + vega.key_height(len(names)))
