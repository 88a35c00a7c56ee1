"""Accuracy against coverage."""

import numpy as np

from galaxy_core.charts import coverage
from galaxy_core.evaluation import Predictions, coverages
from tests.charts.drawn import dashed, sound

RIGHT = np.r_[np.ones(7, dtype=bool), np.zeros(3, dtype=bool)]
SURE = np.linspace(0.95, 0.55, 10)
SAID = Predictions(
    np.arange(10), np.zeros(10, dtype=int), np.where(RIGHT, [SURE, 1 - SURE], [1 - SURE, SURE]).T, ("a", "b")
)


def test_a_point_and_a_band_for_each_coverage() -> None:
    chart = sound(coverage.chart(coverages(SAID)))
    (band, line), rows = chart.spec["layer"], chart.rows
    assert (band["encoding"]["y"]["field"], band["encoding"]["y2"]["field"]) == ("low", "high")
    assert [row["coverage"] for row in rows] == [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]
    assert [row["accuracy"] for row in rows[:4]] == [0.7, 7 / 9, 7 / 8, 1]
    assert rows[0]["answered"] == "100 % (10 images)" and rows[0]["right"] == "70.0 % (39.7–89.2)"
    assert rows[0]["at least so sure"] == "55.0 %"
    assert line["encoding"]["y"]["scale"] == {"domain": [0, 1]}


def test_guessing_is_a_dashed_line() -> None:
    assert dashed(sound(coverage.chart(coverages(SAID), 0.15))) == [0.15]
