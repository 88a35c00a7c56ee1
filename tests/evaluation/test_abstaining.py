"""Accuracy against coverage, counted by hand and against a slow count of every threshold."""

import numpy as np
import pytest

from galaxy_core import DataError, UsageError
from galaxy_core.evaluation import Predictions, answering, coverages, proportion


def sure(confidence: list[float], right: list[bool]) -> Predictions:
    """Two classes, the truth always the first, with planted certainties above 1/2."""
    confidence, right = np.array(confidence), np.array(right)
    probabilities = np.where(right, [confidence, 1 - confidence], [1 - confidence, confidence]).T
    return Predictions(np.arange(len(right)), np.zeros(len(right), dtype=int), probabilities, ("a", "b"))


@pytest.fixture
def honest() -> Predictions:
    """400 images, each right as often as the model is sure."""
    draw = np.random.default_rng(11)
    confidence = draw.uniform(0.5, 1, 400)
    return sure(confidence, draw.random(400) < confidence)


def test_counted_by_hand():
    found = coverages(sure([0.9, 0.6, 0.8, 0.7], [True, False, True, False]))
    assert [one.coverage for one in found] == [1, 0.75, 0.5, 0.25]
    assert [one.accuracy for one in found] == [proportion(2, 4), proportion(2, 3), proportion(2, 2), proportion(1, 1)]
    assert [one.least for one in found] == pytest.approx([0.6, 0.7, 0.8, 0.9])


def test_every_coverage_is_what_a_threshold_gives(honest: Predictions):
    found = coverages(honest)
    assert [one.coverage for one in found] == pytest.approx(np.arange(20, 0, -1) / 20)
    for one in found:
        answered = honest.confidence >= one.least
        assert answered.sum() == one.accuracy.n == round(one.coverage * 400)
        assert one.accuracy == proportion(int(honest.right[answered].sum()), int(answered.sum()))
    assert found[-1].accuracy.value > found[0].accuracy.value + 0.1


def test_equally_sure_ones_are_answered_together_whatever_their_order():
    confidence = np.repeat([0.9, 0.8, 0.6], [3, 4, 3])
    right = np.array([1, 1, 0, 1, 0, 1, 1, 0, 0, 1], dtype=bool)
    found = coverages(sure(confidence, right))
    assert [one.coverage for one in found] == pytest.approx([1, 0.7, 0.3])
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(10)
        assert coverages(sure(confidence[order], right[order])) == found


def test_a_model_that_is_always_as_sure_answers_all_or_nothing():
    found = coverages(sure([0.7] * 30, [True] * 20 + [False] * 10))
    assert [(one.coverage, one.accuracy) for one in found] == [(1, proportion(20, 30))]


def test_coverage_is_at_least_what_was_wanted():
    for n in (1, 2, 3, 7, 19, 21, 137):
        found = coverages(sure(np.linspace(0.55, 0.95, n), [True] * n))
        wanted = [(step, max(1, -(-n * step // 20))) for step in range(20, 0, -1)]
        assert [one.accuracy.n for one in found] == list(dict.fromkeys(images for _, images in wanted))


@pytest.mark.parametrize("wanted", [0, 0.5, 0.75, 0.8, 0.9, 0.95, 1])
def test_answering_is_the_largest_coverage_that_reaches_it(honest: Predictions, wanted: float):
    found = answering(honest, wanted)
    slow = []
    for least in np.unique(honest.confidence):
        answered = honest.confidence >= least
        if honest.right[answered].mean() >= wanted:
            slow.append(answered.mean())
    assert (found.coverage if found else None) == (max(slow) if slow else None)
    if found:
        assert found.accuracy.value >= wanted and (honest.confidence >= found.least).mean() == found.coverage


def test_answering_nothing():
    assert answering(sure([0.9, 0.8], [False, True]), 0.9) is None
    assert answering(sure([0.9, 0.8], [False, True]), 0.5).coverage == 1
    assert answering(sure([0.9, 0.8], [True, True]), 1).coverage == 1


@pytest.mark.parametrize("wanted", [-0.1, 1.2, float("nan")])
def test_a_sentence_for_an_impossible_accuracy(wanted: float):
    with pytest.raises(UsageError, match="lies between 0 and 1"):
        answering(sure([0.9], [True]), wanted)


def test_no_images():
    nothing = Predictions(np.array([]), np.array([]), np.zeros((0, 2)), ("a", "b"))
    for asked in (lambda: coverages(nothing), lambda: answering(nothing, 0.5)):
        with pytest.raises(DataError, match="no images to answer"):
            asked()
