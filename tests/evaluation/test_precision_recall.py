"""Curves and average precisions equal scikit-learn's, also where a class has few images, or only ties."""

import numpy as np
import pytest
from sklearn import metrics

from galaxy_core.evaluation import Predictions
from galaxy_core.evaluation.precision_recall import precision_recall, thinned


def random(n: int, k: int, seed: int, steps: int = 0) -> Predictions:
    """Predictions better than guessing; with `steps`, of so few different probabilities that most are ties."""
    draw = np.random.default_rng(seed)
    labels = draw.integers(0, k, n)
    raw = draw.dirichlet(np.ones(k) * 0.4, n) + 0.5 * np.eye(k)[labels] * draw.random((n, 1)) + 1e-6
    if steps:
        raw = np.ceil(raw / raw.sum(axis=1, keepdims=True) * steps)
    return Predictions(draw.permutation(n), labels, raw / raw.sum(axis=1, keepdims=True), "x" * k)


def planted(labels: list[int], called: list[int], k: int = 3) -> Predictions:
    probabilities = np.full((len(labels), k), 0.1 / k) + 0.9 * np.eye(k)[called]
    return Predictions(np.arange(len(labels)), np.array(labels), probabilities, "x" * k)


CASES = {
    "random": random(500, 10, 1),
    "many": random(8000, 3, 2),
    "few": random(12, 10, 3),
    "ties": random(400, 4, 4, steps=3),
    "all equal": Predictions(np.arange(6), np.array([0, 1, 2] * 2), np.full((6, 3), 1 / 3), "abc"),
    "one class only": planted([0] * 7, [0] * 7, 1),
    "one class in truth": planted([1] * 9, [1] * 6 + [0, 2, 2]),
    "perfect": planted([0, 1, 2] * 5, [0, 1, 2] * 5),
    "all wrong": planted([0, 1, 2] * 5, [1, 2, 0] * 5),
    "one image": planted([2], [1]),
}
each_case = pytest.mark.parametrize("predictions", CASES.values(), ids=CASES.keys())


@each_case
def test_equal_scikit_learns(predictions: Predictions):
    curves = precision_recall(predictions)
    assert len(curves) == len(predictions.classes)
    for label, curve in enumerate(curves):
        truth, sure = predictions.labels == label, predictions.probabilities[:, label]
        if curve is None:
            assert not truth.any()
            continue
        precision, recall, _ = metrics.precision_recall_curve(truth, sure)
        assert (curve.label, curve.n) == (label, truth.sum())
        assert curve.recall.tolist() == pytest.approx(recall[::-1].tolist(), abs=1e-12)
        assert curve.precision.tolist() == pytest.approx(precision[::-1].tolist(), abs=1e-12)
        assert curve.average.value == pytest.approx(metrics.average_precision_score(truth, sure), abs=1e-12)


def test_a_class_without_images_has_no_curve():
    found = precision_recall(planted([0, 0, 2], [0, 1, 2]))
    assert [curve is None for curve in found] == [False, True, False]
    nothing = Predictions(np.array([]), np.array([]), np.zeros((0, 2)), "ab")
    assert precision_recall(nothing) == [None, None]


def test_perfect_is_one_and_ties_are_the_share_of_the_class():
    assert [curve.average.value for curve in precision_recall(CASES["perfect"])] == [1, 1, 1]
    assert [curve.average.value for curve in precision_recall(CASES["all equal"])] == pytest.approx([1 / 3] * 3)


@each_case
def test_a_drawing_has_few_points_and_loses_no_peak(predictions: Predictions):
    for curve in filter(None, precision_recall(predictions)):
        points, whole = thinned(curve), list(zip(curve.recall.tolist(), curve.precision.tolist(), strict=True))
        assert len(points) <= 200 and points[0] == whole[0] == (0, 1) and points[-1] == whole[-1]
        places = iter(whole)
        assert all(point in places for point in points)  # in their order
        for step in range(99):
            mine = [precision for recall, precision in whole if step <= recall * 99 < step + 1]
            kept = [precision for recall, precision in points if step <= recall * 99 < step + 1]
            assert (min(mine), max(mine)) == (min(kept), max(kept)) if mine else not kept


def test_short_curves_are_drawn_as_they_are():
    curve = precision_recall(CASES["one class in truth"])[1]
    assert thinned(curve) == [(0, 1), (6 / 9, 1), (1, 1)]


def binormal(n: int, share: float, distance: float, draw: np.random.Generator) -> Predictions:
    """Two classes whose scores are normal, so far apart."""
    labels = (draw.random(n) < share).astype(int)
    sure = 1 / (1 + np.exp(-draw.normal(size=n) - distance * labels))
    return Predictions(np.arange(n), labels, np.stack([1 - sure, sure], axis=1), "ab")


def coverage(n: int, share: float, distance: float, narrowing: float = 1) -> float:
    """How often the interval holds the average precision of the population, over 300 drawn test sets."""
    expected = precision_recall(binormal(200_000, share, distance, np.random.default_rng(1)))[1].average.value
    draw, hits = np.random.default_rng(2013), 0
    for _ in range(300):
        found = precision_recall(binormal(n, share, distance, draw))[1].average
        low, high = (found.value + narrowing * (end - found.value) for end in (found.low, found.high))
        hits += low <= expected <= high
    return hits / 300


@pytest.mark.parametrize(("n", "share", "distance"), [(300, 0.1, 1.5), (1774, 0.1, 1.5), (300, 0.3, 1.5)])
def test_interval_covers_what_it_claims(n: int, share: float, distance: float):
    assert coverage(n, share, distance) > 0.92  # ± 2.4 standard deviations of 300 draws


def test_the_coverage_test_can_fail():
    assert coverage(300, 0.3, 1.5, narrowing=0.7) < 0.9


@each_case
def test_interval_holds_its_value(predictions: Predictions):
    for curve in filter(None, precision_recall(predictions)):
        assert 0 <= curve.average.low <= curve.average.value <= curve.average.high <= 1
        assert curve.average.low < curve.average.high and curve.average.n == curve.n
