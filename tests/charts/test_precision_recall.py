"""Precision–recall curves of one or several classes."""

import numpy as np
import pytest

from galaxy_core.charts import overlaid
from galaxy_core.charts import precision_recall as charts
from galaxy_core.evaluation import Predictions
from galaxy_core.evaluation.precision_recall import precision_recall, thinned
from tests.charts.drawn import layers, sound

DRAW = np.random.default_rng(6)
SAID = Predictions(np.arange(900), DRAW.integers(0, 6, 900), DRAW.dirichlet(np.ones(6), 900), "abcdef")


def test_the_points_of_each_curve_in_their_order():
    found = precision_recall(SAID)
    chart = sound(charts.chart([("Round", found[1]), ("Cigar", found[0])]))
    for name, curve in (("Round", found[1]), ("Cigar", found[0])):
        mine = [row for row in chart.rows if row["class"] == name]
        assert [(row["recall"], row["precision"]) for row in mine] == thinned(curve)
        assert [row["place"] for row in mine] == list(range(len(mine)))
    (line,) = layers(chart, "line")
    assert line["encoding"]["order"]["field"] == "place" and line["mark"]["interpolate"] == "step-before"
    assert line["encoding"]["color"]["sort"] == ["Round", "Cigar"]


@pytest.mark.parametrize("count", range(1, overlaid.MOST + 1))
def test_lines_are_told_apart_without_colours(count: int):
    drawn = charts.chart([(f"class {number}", curve) for number, curve in enumerate(precision_recall(SAID)[:count])])
    dashes = layers(drawn, "line")[0]["encoding"]["strokeDash"]["scale"]
    assert len({tuple(dash) for dash in dashes["range"]}) == len(dashes["domain"]) == count


def test_both_axes_are_shares():
    encoding = layers(charts.chart([("Round", precision_recall(SAID)[0])]), "line")[0]["encoding"]
    assert encoding["x"]["scale"] == encoding["y"]["scale"] == {"domain": [0, 1]}
