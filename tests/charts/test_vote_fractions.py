"""Predicted against voted fractions: each cell that holds galaxies is a square, as many as there are."""

import numpy as np

from galaxy_core.charts import vote_fractions
from galaxy_core.evaluation.vote_errors import CELLS, CalibrationBin, Pairs

PAIRS = Pairs(np.arange(4), np.array([0.0, 0.01, 0.5, 1.0]), np.array([0.0, 0.02, 0.99, 1.0]))


def test_rows_count_the_galaxies():
    rows = vote_fractions.rows(PAIRS)
    assert [(row["across"], row["up"], row["n"]) for row in rows] == [(0, 0, 2), (10, 19, 1), (19, 19, 1)]
    assert rows[0]["galaxies"] == "2" and rows[-1]["voted_end"] == 1 and CELLS == 20


def test_a_press_names_its_cell():
    chart = vote_fractions.density(PAIRS, "Bar")
    assert chart.spec["layer"][0]["params"][0]["name"] == vote_fractions.PICKED and "Bar" in chart.alt


def test_calibration_has_a_point_for_each_step():
    chart = vote_fractions.calibration([CalibrationBin(0.12, 0.2, 30)], "Bar")
    assert chart.rows == [
        {"predicted": 0.12, "voted": 0.2, "n": 30, "galaxies": "30", "model": "12 %", "volunteers": "20 %"}
    ]
