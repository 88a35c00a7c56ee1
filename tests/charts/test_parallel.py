"""Trials as lines across their parameters."""

import pytest

from galaxy_core.charts import parallel
from tests.charts.drawn import layers, sound

TRIALS = [
    ({"filters": 16, "optimizer": "SGD", "norm": True}, 0.4),
    ({"filters": 32, "optimizer": "Adam", "norm": False}, 0.6),
    ({"filters": 20, "optimizer": "SGD", "norm": False}, 0.5),
]


def test_each_parameter_is_an_axis_and_the_score_the_last() -> None:
    axes = parallel.axes_of(TRIALS, "Accuracy")
    assert list(axes) == ["filters", "optimizer", "norm", "Accuracy"]
    assert axes["filters"] == ([0.0, 1.0, 0.25], [(0.0, "16"), (1.0, "32")])
    assert axes["optimizer"] == ([1.0, 0.0, 1.0], [(0.0, "Adam"), (1.0, "SGD")])
    assert axes["norm"] == ([1.0, 0.0, 0.0], [(0.0, "False"), (1.0, "True")])
    assert axes["Accuracy"][0] == pytest.approx([0, 1, 0.5])


def test_what_all_trials_have_alike_lies_in_the_middle() -> None:
    axes = parallel.axes_of([({"x": 3, "y": "a"}, 0.4)] * 2, "Loss")
    assert axes == {"x": ([0.5] * 2, [(0.5, "3")]), "y": ([0.5] * 2, [(0.5, "a")]), "Loss": ([0.5] * 2, [(0.5, "0.4")])}


def test_a_row_for_each_trial_and_axis() -> None:
    chart = sound(parallel.chart(TRIALS, "Accuracy"))
    assert len(chart.rows) == 12
    assert chart.rows[0] == {
        "trial": 1, "settings": "filters 16, optimizer SGD, norm True", "score": 0.4, "reached": "Accuracy 0.400",
        "axis": "filters", "at": 0.0,
    }  # fmt: skip
    (line,) = layers(chart, "line")
    assert line["encoding"]["x"]["sort"] == ["filters", "optimizer", "norm", "Accuracy"]
    assert line["encoding"]["detail"]["field"] == "trial"


def test_of_a_loss_the_smallest_has_the_colour_of_the_best() -> None:
    best, worst = (
        layers(parallel.chart(TRIALS, "Loss", lower), "line")[0]["encoding"]["color"]["scale"]["range"]
        for lower in (True, False)
    )
    assert best == worst[::-1] and worst == list(parallel.WORST_TO_BEST)
