"""Accuracy against coverage: how good a model is when it need not answer what it is least sure of."""

from collections.abc import Sequence

from galaxy_core.charts import formatting, vega
from galaxy_core.charts.vega import Chart, Row
from galaxy_core.evaluation.abstaining import SelectiveAccuracy

ANSWERED, RIGHT, LEAST = TOOLTIP = ("answered", "right", "at least so sure")


def rows(steps: Sequence[SelectiveAccuracy]) -> list[Row]:
    """A row for each share of the images that it answers: accuracy and interval, 0…1, and the same in words."""
    return [
        {"coverage": step.coverage, "accuracy": step.accuracy.value, "low": step.accuracy.low,
         "high": step.accuracy.high, RIGHT: formatting.scored(step.accuracy), LEAST: formatting.percent(step.least),
         ANSWERED: f"{formatting.percent(step.coverage, 0)} ({formatting.count(step.accuracy.n, 'image')})"}
        for step in steps
    ]  # fmt: skip


def chart(steps: Sequence[SelectiveAccuracy], baseline: float | None = None, height: int = 300) -> Chart:
    """A line with its 95 % band; `baseline`, 0…1, as a dashed line: what always naming the largest class reaches."""
    x = vega.share("coverage", "coverage")
    y, low = vega.share("accuracy", "accuracy"), vega.share("low", "accuracy")
    layers = [
        vega.layer({"type": "area", "opacity": 0.3}, {"x": x, "y": low, "y2": {"field": "high"}}),
        vega.layer(
            {"type": "line", "strokeWidth": 2, "point": True}, {"x": x, "y": y, "tooltip": vega.tooltip(*TOOLTIP)}
        ),
    ]
    if baseline is not None:
        layers.append(vega.level(baseline, "y"))
    return vega.layered(rows(steps), layers, "Accuracy by coverage", height)
