"""Differences with their intervals."""

from galaxy_core.charts.curves import GREY
from galaxy_core.charts.differences import BLUE, RED, Row, differences


def test_each_row_in_points_with_the_colour_of_its_verdict() -> None:
    rows = [Row("A", 0.03, 0.01, 0.05, True), Row("B", -0.02, -0.04, -0.001, True), Row("C", 0.01, -0.01, 0.03, False)]
    nothing, bars, ticks = differences(rows).to_dict()["layer"]
    assert nothing["data"]["values"] == [{"at": 0}]
    found = bars["data"]["values"]
    assert found == ticks["data"]["values"] and [row["name"] for row in found] == ["A", "B", "C"]
    assert [row["colour"] for row in found] == [BLUE, RED, GREY]
    assert [round(found[0][name], 6) for name in ("difference", "low", "high")] == [3, 1, 5]
    assert bars["encoding"]["y"]["sort"] == ["A", "B", "C"]
