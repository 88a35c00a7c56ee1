"""Walking trees: who is asked what, and what votes say of it."""

import numpy as np
import pytest

from galaxy_core import UsageError, trees

GZ2 = trees.tree("gz2")


def fractions(**given: float) -> np.ndarray:
    """Fractions float64 (37,) of Galaxy Zoo 2, by the first three letters of their answers; others are 0."""
    values = dict.fromkeys((answer[:3] for answer in GZ2.answers), 0.0) | given
    return np.array(list(values.values()))


def test_answers_lie_question_after_question() -> None:
    assert len(GZ2.answers) == 37
    assert GZ2.answers[GZ2.slices[7]][-1] == "a38_dust_lane"
    assert [len(GZ2.answers[columns]) for columns in GZ2.slices] == [3, 2, 2, 2, 4, 2, 3, 7, 3, 3, 6]
    assert GZ2.question_of[GZ2.column("a31_1")] == 10
    assert GZ2.questions[0].answers[0].column == "t01_smooth_or_features_a01_smooth"


def test_the_share_of_volunteers_asked_is_the_product_of_what_leads_there() -> None:
    p = fractions(a01=0.3, a02=0.6, a03=0.1, a04=0.2, a05=0.8, a08=0.5, a14=0.25)
    asked = dict(zip((question.key for question in GZ2.questions), GZ2.asked(p), strict=True))
    assert asked == pytest.approx(
        {"t01": 1, "t02": 0.6, "t03": 0.48, "t04": 0.48, "t05": 0.48, "t06": 0.9, "t07": 0.3, "t08": 0.9 * 0.25,
         "t09": 0.12, "t10": 0.24, "t11": 0.24}
    )  # fmt: skip


def test_what_nobody_was_asked_leads_nowhere() -> None:
    unasked = fractions(a01=1.0, a04=np.nan, a05=np.nan, a08=np.nan)
    assert GZ2.asked(np.stack([unasked, unasked]))[1].tolist() == [1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]


def test_votes_become_fractions_inside_their_question() -> None:
    votes = np.zeros((1, 37), np.float32)
    votes[0, [0, 1]] = 3, 1
    votes[0, GZ2.column("a05_no")] = 1
    assert GZ2.fractions(votes)[0, :5].tolist() == [0.75, 0.25, 0, 0, 1]
    assert np.isnan(GZ2.fractions(votes)[0, 5:]).all()
    assert GZ2.totals(votes)[0].tolist() == [4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert GZ2.led(votes)[0].tolist() == [4, 1, 1, 1, 1, 4, 3, 0, 0, 0, 0]


def test_a_tree_is_found_by_what_its_answers_are_called() -> None:
    assert trees.of_answers(GZ2.answers) is GZ2
    with pytest.raises(UsageError, match="No tree has these answers: a, b. The trees are "):
        trees.of_answers(("a", "b"))
    with pytest.raises(UsageError, match="“elm” is not one of the trees: choose "):
        trees.tree("elm")
    with pytest.raises(UsageError, match="“a35” is no answer of Galaxy Zoo 2: choose a01_smooth"):
        GZ2.column("a35")
