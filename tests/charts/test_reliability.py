"""The reliability diagram."""

import numpy as np
import pytest

from galaxy_core.charts import reliability
from galaxy_core.evaluation import Predictions, calibration
from tests.charts.drawn import sound


@pytest.fixture
def said() -> Predictions:
    """Ten images of which it is 95 % sure, seven right; four of which it is 65 % sure, one right."""
    sure, right = np.repeat([0.95, 0.65], [10, 4]), np.r_[np.arange(10) < 7, np.arange(4) < 1]
    probabilities = np.where(right, [sure, 1 - sure], [1 - sure, sure]).T
    return Predictions(np.arange(14), np.zeros(14, dtype=int), probabilities, ("a", "b"))


def test_a_point_with_its_interval_for_each_bin_that_has_images(said: Predictions):
    chart = sound(reliability.chart(calibration(said)))
    diagonal, intervals, points = chart.spec["layer"]
    rows = chart.rows
    assert intervals["transform"] == points["transform"] == [{"filter": "datum.scaled"}]
    assert [row["n"] for row in rows] == [4, 10]
    assert [row["right"] for row in rows] == [0.25, 0.7]
    assert [row["sure"] for row in rows] == pytest.approx([0.65, 0.95])
    assert rows[1]["confidence"] == "90 % to 100 %" and rows[1]["accuracy"] == "70.0 % (39.7–89.2)"
    assert all(row["low"] < row["right"] < row["high"] for row in rows)
    assert diagonal["data"]["values"] == [{"sure": 0, "right": 0}, {"sure": 1, "right": 1}]
    assert {mark["field"] for mark in points["encoding"]["tooltip"]} == {"confidence", "accuracy", "images"}
    assert points["encoding"]["size"]["field"] == "n"


def test_points_of_before_are_hollow_and_have_no_interval(said: Predictions):
    chart = sound(reliability.chart(calibration(said), calibration(said)))
    _, hollow, intervals, points = chart.spec["layer"]
    assert not hollow["mark"]["filled"] and points["mark"]["filled"] and intervals["mark"]["type"] == "rule"
    before, after = ([row for row in chart.rows if row["scaled"] is scaled] for scaled in (False, True))
    assert [dict(row) | {"scaled": True} for row in before] == after
    assert hollow["transform"] == [{"filter": "!datum.scaled"}]
