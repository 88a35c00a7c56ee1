"""Scores in words, each in its own unit."""

import pytest

from galaxy_core import tasks
from galaxy_core.charts import measures
from galaxy_core.charts.score_rows import FRACTION, PERCENT
from galaxy_core.intervals import Score
from galaxy_core.tasks import Measure

ACCURACY = tasks.kind("classes").measure("accuracy")
ERROR = Measure("rmse", "RMSE", "", higher_is_better=False, is_share=False, unit="mag")


def test_shares_are_in_per_cent_and_others_in_their_unit() -> None:
    share, error = Score(0.846, 0.829, 0.862, 1774), Score(0.12345, 0.1, 0.15, 1774)
    assert measures.scored(ACCURACY, share) == "84.6 % (82.9–86.2)" and measures.scored(ACCURACY, None) == "–"
    assert measures.scored(ERROR, error) == "0.123 mag (0.100–0.150)"
    assert measures.scored(ERROR, Score(-0.1, -0.3, 0.1, 1774)) == "−0.100 mag (−0.300 to 0.100)"
    assert measures.value(ACCURACY, None) == measures.value(ERROR, None) == "–"


def test_what_explains_variance_is_drawn_up_to_1_however_bad() -> None:
    r2 = Measure("r2", "R²", "", is_share=False)
    assert measures.scale(r2, -15.8) is measures.scale(r2, 0.4) is FRACTION
    assert measures.scale(ACCURACY, 0.4) is PERCENT and measures.scale(ERROR, 0.35).upper == 0.4


def test_differences_with_their_intervals() -> None:
    assert measures.gap(ACCURACY, 0.037, -0.012, 0.061) == "3.7 points (−1.2 to 6.1)"
    assert measures.gap(ERROR, 0.037, -0.012, 0.061) == "0.037 mag (−0.012 to 0.061)"


def test_what_is_better_in_words() -> None:
    assert measures.better(ACCURACY, 0.037) == "3.7 points of accuracy more"
    assert measures.better(ACCURACY, -0.037) == "3.7 points of accuracy less"
    assert measures.better(ERROR, -0.037) == "0.037 mag worse in RMSE"


def test_what_a_measure_means() -> None:
    assert measures.phrase(ACCURACY).startswith("the share of images")
    assert measures.explained(ACCURACY) == f"**Accuracy**: {measures.phrase(ACCURACY)}."


@pytest.mark.parametrize(("title", "within"), [("Accuracy", "accuracy"), ("Macro-F1", "macro-F1"), ("RMSE", "RMSE")])
def test_what_it_is_called_within_a_sentence(title: str, within: str) -> None:
    assert measures.within(Measure("x", title)) == within


def test_a_scale_reaches_as_far_as_the_largest_value() -> None:
    assert measures.scale(ACCURACY, 0.3) is PERCENT and measures.scale(ERROR, 0.3).upper == 0.3
