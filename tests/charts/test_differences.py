"""Differences with their intervals."""

from galaxy_core.charts import differences
from galaxy_core.charts.differences import Difference
from galaxy_core.charts.palette import BLUE, GREY, RED
from galaxy_core.tasks import Measure
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


def test_of_an_error_less_is_better_and_the_signs_stay() -> None:
    rmse = Measure("rmse", "RMSE", higher_is_better=False, is_share=False)
    less, more = Difference("A", -0.03, -0.05, -0.01, True), Difference("B", 0.02, 0.001, 0.04, True)
    chart = sound(differences.chart([less, more], rmse))
    assert [row["colour"] for row in chart.rows] == [BLUE, RED]
    assert [row["difference"] for row in chart.rows] == [-0.03, 0.02]
    assert chart.spec["layer"][1]["encoding"]["x"]["title"] == "RMSE"
