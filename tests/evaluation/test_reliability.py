"""Certainty against what came true, with planted certainties, before and after temperature scaling."""

import numpy as np
import pytest

from galaxy_core import DataError, UsageError
from galaxy_core.evaluation import Predictions, calibration, right_when_this_sure, scores, temperature, tempered
from galaxy_core.evaluation.reliability import spoken_of


def sure(groups: list[tuple[float, int, int]]) -> Predictions:
    """Groups of (certainty > 1/3, images, how many of them right): the truth is always class 0 of three."""
    confidence = np.concatenate([np.full(n, certainty) for certainty, n, _ in groups])
    right = np.concatenate([np.arange(n) < n_right for _, n, n_right in groups])
    rest = ((1 - confidence) / 2)[:, None] * np.ones((1, 3))
    rest[np.arange(len(right)), np.where(right, 0, 1)] = confidence
    return Predictions(np.arange(len(right)), np.zeros(len(right), dtype=int), rest, ("a", "b", "c"))


def test_table_and_error():
    found = calibration(sure([(0.95, 60, 54), (0.75, 40, 20)]))
    assert [one.count for one in found.bins] == [0, 0, 0, 0, 0, 0, 0, 40, 0, 60]
    assert (found.bins[0].confidence, found.bins[0].right) == (None, None)
    assert (found.bins[9].low, found.bins[9].high) == (0.9, 1)
    assert found.bins[9].confidence == pytest.approx(0.95)
    assert (found.bins[9].right.value, found.bins[9].right.n) == (0.9, 60)
    assert found.ece == pytest.approx(0.6 * 0.05 + 0.4 * 0.25, abs=1e-6)


def test_error_of_an_honest_model_is_small_and_of_a_boaster_large():
    draw = np.random.default_rng(2017)
    probabilities = draw.dirichlet(np.ones(3), 20000)
    labels = (draw.random((20000, 1)) > probabilities.cumsum(axis=1)).sum(axis=1).clip(0, 2)
    boasting = probabilities**4 / (probabilities**4).sum(axis=1, keepdims=True)
    rows = np.arange(20000)
    assert calibration(Predictions(rows, labels, probabilities, tuple("abc"))).ece < 0.02
    assert calibration(Predictions(rows, labels, boasting, tuple("abc"))).ece > 0.1


def test_bins_hold_their_upper_end():
    counts = [one.count for one in calibration(sure([(0.5, 3, 3), (1.0, 2, 2), (0.75, 1, 0)])).bins]
    assert counts == [0, 0, 0, 0, 3, 0, 0, 1, 0, 2]


def test_probabilities_a_little_above_one():
    predictions = Predictions(np.arange(1), np.array([0]), np.array([[1.0005, 0.0]]), ("a", "b"))
    assert calibration(predictions).bins[9].count == 1
    right_when_this_sure(predictions, float(predictions.confidence[0]))


def test_right_when_this_sure():
    predictions = sure([(0.95, 50, 45), (0.85, 19, 0), (0.55, 30, 12)])
    assert right_when_this_sure(predictions, 0.97) == (0.9, 50)
    assert right_when_this_sure(predictions, 0.86) == (0.9, 50)  # 19 images are too few: the neighbours speak
    assert right_when_this_sure(predictions, 0.5) == (0.4, 30)


def test_nothing_is_said_where_the_model_was_hardly_ever_this_sure():
    assert right_when_this_sure(sure([(0.95, 50, 45)]), 0.6) is None
    assert right_when_this_sure(sure([(0.95, 19, 19)]), 0.95) is None


def test_the_bin_to_speak_of():
    found = calibration(sure([(0.95, 50, 45), (0.85, 19, 0), (0.55, 30, 12)]))
    assert [spoken_of(found, said).count for said in (0.8, 0.6, 0)] == [50, 30, 30]
    assert spoken_of(calibration(sure([(0.95, 3, 2), (0.55, 5, 1)])), 0.95).count == 5  # none has enough


@pytest.mark.parametrize("confidence", [-0.1, 1.2, float("nan")])
def test_a_sentence_for_an_impossible_certainty(confidence: float):
    with pytest.raises(UsageError, match="lies between 0 and 1"):
        right_when_this_sure(sure([(0.95, 50, 45)]), confidence)


def test_no_images():
    with pytest.raises(DataError, match="no images"):
        calibration(Predictions(np.array([]), np.array([]), np.zeros((0, 2)), ("a", "b")))


def boasting(t: float, n: int = 4000, k: int = 4) -> Predictions:
    """A model that is as good as it can be, but sure by so much too much: its honest logits times t."""
    draw = np.random.default_rng(1706)
    honest = draw.dirichlet(np.ones(k), n) * 0.98 + 0.02 / k
    labels = (draw.random((n, 1)) > honest.cumsum(axis=1)).sum(axis=1).clip(0, k - 1)
    raised = honest**t
    return Predictions(np.arange(n), labels, raised / raised.sum(axis=1, keepdims=True), "x" * k)


@pytest.mark.parametrize("t", [0.5, 1, 2, 4])
def test_temperature_finds_how_much_too_sure_a_model_is(t: float):
    said = boasting(t)
    found = temperature(said)
    assert found == pytest.approx(t, rel=0.06)
    assert calibration(tempered(said, found)).ece < 0.02
    assert scores(tempered(said, found)).loss <= scores(said).loss + 1e-9


def test_no_other_temperature_has_a_lower_loss():
    said = boasting(3, 800)
    found = temperature(said)
    least = scores(tempered(said, found)).loss
    for other in np.geomspace(0.05, 20, 60):
        assert scores(tempered(said, other)).loss >= least - 1e-6
    assert scores(tempered(said, found * 1.05)).loss > least < scores(tempered(said, found / 1.05)).loss


@pytest.mark.parametrize("t", [0.05, 0.7, 1.9, 20])
def test_tempered_names_the_same_classes(t: float):
    said = boasting(1, 500)
    warm = tempered(said, t)
    assert warm.predicted.tolist() == said.predicted.tolist() and warm.rows.tolist() == said.rows.tolist()
    if t > 1:
        assert (warm.confidence < said.confidence).all()
    assert warm.probabilities.sum(axis=1) == pytest.approx(1, abs=1e-6)


def test_a_temperature_of_one_changes_nothing():
    said = boasting(2, 300)
    assert tempered(said, 1).probabilities == pytest.approx(said.probabilities, abs=1e-6)


def test_tempered_by_hand():
    said = Predictions(np.arange(1), np.array([0]), np.array([[0.9, 0.1]]), ("a", "b"))
    assert tempered(said, 2).probabilities[0] == pytest.approx([0.75, 0.25])  # 3 : 1 is the root of 9 : 1


@pytest.mark.parametrize(
    ("labels", "probabilities", "low", "high"),
    [
        ([0, 1, 0], np.full((3, 2), 0.5), 1, 1),  # no temperature changes anything
        ([0, 1, 0], np.eye(2)[[0, 1, 0]], 0.05, 1),  # perfect
        ([1, 0, 1], np.eye(2)[[0, 1, 0]], 19.9, 20),  # all wrong, and quite sure
        ([0, 0], np.ones((2, 1)), 1, 1),  # one class
    ],
)
def test_temperature_of_degenerate_cases(labels: list, probabilities: np.ndarray, low: float, high: float):
    said = Predictions(np.arange(len(labels)), np.array(labels), probabilities, "ab"[: probabilities.shape[1]])
    found = temperature(said)
    assert low <= found <= high
    assert np.isfinite(tempered(said, found).probabilities).all()


def test_no_images_have_no_temperature(three):
    with pytest.raises(DataError, match="no validation images to fit a temperature on"):
        temperature(Predictions(np.array([]), np.array([]), np.zeros((0, 2)), ("a", "b")))
    for t in (0, -1, float("nan"), float("inf")):
        with pytest.raises(UsageError, match="is a number above 0"):
            tempered(three(), t)
