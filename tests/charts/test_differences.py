"""Differences with their intervals."""

from galaxy_core.charts import differences
from galaxy_core.charts.differences import Difference
from galaxy_core.charts.palette import BLUE, GREY, RED
from tests.charts.drawn import dashed, sound


def test_each_row_in_points_with_the_colour_of_its_verdict() -> None:
    better, worse = Difference("A", 0.03, 0.01, 0.05, True), Difference("B", -0.02, -0.04, -0.001, True)
    chart = sound(differences.chart([better, worse, Difference("C", 0.01, -0.01, 0.03, False)]))
    assert dashed(chart) == [0]
    rows, (_, bars, _) = chart.rows, chart.spec["layer"]
    assert [row["name"] for row in rows] == ["A", "B", "C"]
    assert [row["colour"] for row in rows] == [BLUE, RED, GREY]
    assert [round(rows[0][name], 6) for name in ("difference", "low", "high")] == [3, 1, 5]
    assert bars["encoding"]["y"]["sort"] == ["A", "B", "C"]
