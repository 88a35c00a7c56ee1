"""The curve of what a model says under a change."""

from galaxy_core.charts import strengths
from galaxy_core.evaluation.sensitivity import Curve
from tests.charts.drawn import dashed, layers, sound


def test_values_stay_within_0_and_1_and_the_usual_strength_is_marked() -> None:
    of = Curve("Zoom", "Up to", (0.0, 0.5), (0.98, 0.6), (0.9, 0.5), (1.04, 0.7), 0.2)
    chart = sound(strengths.chart(of))
    rows, (line,) = chart.rows, layers(chart, "line")
    assert rows[0] == {"strength": 0.0, "mean": 0.98, "low": 0.9, "high": 1.0} and rows[1]["mean"] == 0.6
    assert dashed(chart) == [0.2] and line["encoding"]["y"]["scale"]["domain"] == [0, 1]
