"""Scores against what they cost, as a chart."""

import pytest

from galaxy_core.charts import cost as charts
from galaxy_core.charts.palette import BLUE, GREY
from galaxy_core.evaluation import cost
from tests.charts.drawn import dashed, layers, sound
from tests.charts.runs_of_three import lines

POINTS = cost.points(lines(), "accuracy", "seconds")


def test_every_run_with_its_interval_and_the_unbeaten_numbered() -> None:
    values = sound(charts.chart(POINTS, "seconds", 0.2)).rows
    assert [(one["cost"], one["score"], one["number"]) for one in values] == [(20, 0.6, 1), (30, 0.5, 0), (600, 0.9, 2)]
    first = POINTS[0].score
    assert (values[0]["low"], values[0]["high"], values[0]["cost_words"]) == (first.low, first.high, "20 s")
    assert values[0]["score_words"].startswith("60.0 % (") and values[2]["run"] == "CNN <b>"


def test_a_line_joins_only_the_unbeaten_and_all_costs_are_logarithmic() -> None:
    chart = charts.chart(POINTS, "seconds")
    (line,) = layers(chart, "line")
    assert line["transform"] == [{"filter": "datum.number > 0"}] and line["mark"]["interpolate"] == "step-after"
    assert {layer["encoding"]["x"]["scale"]["type"] for layer in chart.spec["layer"]} == {"log"}
    circles = {layer["mark"]["color"]: layer["transform"] for layer in layers(chart, "circle")}
    assert circles == {BLUE: [{"filter": "datum.number > 0"}], GREY: [{"filter": "datum.number == 0"}]}


@pytest.mark.parametrize("baseline", [None, 0.15])
def test_the_baseline_is_a_dashed_line_where_it_is_known(baseline: float | None) -> None:
    assert dashed(sound(charts.chart(POINTS, "n_parameters", baseline))) == ([baseline] if baseline else [])


def test_numbers_are_explained() -> None:
    assert charts.legend(POINTS, "seconds") == ["1 PCA (60.0 %, 20 s)", "2 CNN <b> (90.0 %, 10 min)"]
    found = cost.points(lines(), "accuracy", "n_parameters")
    assert charts.legend(found, "n_parameters")[0] == "1 PCA (50.0 %, 1,000 parameters)"
