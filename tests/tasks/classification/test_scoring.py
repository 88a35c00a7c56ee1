"""Scores equal scikit-learn's, on random and degenerate predictions."""

import json
import warnings

import numpy as np
import pytest
from sklearn import metrics

from galaxy_core import DataError
from galaxy_core.evaluation import Predictions, Score, majority, per_class, scores
from galaxy_core.tasks.classification import scoring


def said(labels: list[int], predicted: list[int], k: int) -> Predictions:
    """Predictions that are quite sure of `predicted`."""
    probabilities = np.full((len(labels), k), 0.1 / k) + 0.9 * np.eye(k)[np.asarray(predicted, dtype=int)]
    return Predictions(np.arange(len(labels)), np.asarray(labels), probabilities, tuple(f"class {i}" for i in range(k)))


def random(n: int, k: int, seed: int) -> Predictions:
    """Predictions that are better than guessing, of classes that differ in size."""
    draw = np.random.default_rng(seed)
    labels = draw.choice(k, n, p=draw.dirichlet(np.ones(k)))
    probabilities = draw.dirichlet(np.ones(k) * 0.4, n) + 0.5 * np.eye(k)[labels] * draw.random((n, 1))
    return Predictions(draw.permutation(n), labels, probabilities / probabilities.sum(axis=1, keepdims=True), "x" * k)


CASES = {
    "random": random(500, 10, 1),
    "few": random(12, 10, 2),
    "two classes": random(300, 2, 3),
    "37 classes": random(1774, 37, 4),
    "one image right": said([2], [2], 4),
    "one image wrong": said([2], [1], 4),
    "one class exists": said([0, 0, 0], [0, 0, 0], 1),
    "one class in truth": said([1] * 9, [1] * 6 + [0, 2, 2], 3),
    "one class called": said([0, 1, 2, 2], [2, 2, 2, 2], 3),
    "a class without images": said([0, 1, 0, 1], [0, 1, 2, 2], 3),
    "a class neither there nor called": said([0, 1, 0, 1], [0, 1, 1, 1], 3),
    "perfect": said([0, 1, 2] * 5, [0, 1, 2] * 5, 3),
    "all wrong": said([0, 1, 2] * 5, [1, 2, 0] * 5, 3),
    "ties": Predictions(np.arange(6), np.array([0, 1, 2] * 2), np.full((6, 3), 1 / 3), tuple("abc")),
}
each_case = pytest.mark.parametrize("predictions", CASES.values(), ids=CASES.keys())


@each_case
def test_equal_scikit_learns(predictions: Predictions):
    true, called, numbers = predictions.labels, predictions.predicted, np.arange(len(predictions.classes))
    found = scores(predictions)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn warns of exactly the degenerate cases that are meant here
        macro_f1 = metrics.f1_score(true, called, average="macro", labels=numbers, zero_division=0)
        micro_f1 = metrics.f1_score(true, called, average="micro")
        balanced = metrics.balanced_accuracy_score(true, called)
        confusion = metrics.confusion_matrix(true, called, labels=numbers)
    assert found.n == predictions.n
    assert found.accuracy.value == pytest.approx(metrics.accuracy_score(true, called), abs=1e-12)
    assert found.accuracy.value == pytest.approx(micro_f1, abs=1e-12)
    assert found.macro_f1.value == pytest.approx(macro_f1, abs=1e-12)
    assert found.balanced_accuracy.value == pytest.approx(balanced, abs=1e-12)
    assert found.confusion.tolist() == confusion.tolist()


@each_case
def test_loss_is_the_mean_cross_entropy(predictions: Predictions):
    chance = predictions.probabilities.astype(float)[np.arange(predictions.n), predictions.labels]
    assert scores(predictions).loss == pytest.approx(-np.log(np.maximum(chance, 1e-7)).mean(), abs=1e-9)


def test_loss_equals_scikit_learns():
    predictions = said([0, 1, 2, 1], [0, 1, 2, 0], 3)
    expected = metrics.log_loss(predictions.labels, predictions.probabilities.astype(float), labels=[0, 1, 2])
    assert scores(predictions).loss == pytest.approx(expected, rel=1e-6)


def test_loss_of_an_impossible_class_is_finite_and_of_a_sure_one_not_negative():
    sure = np.array([[1.0004, 0.0], [1.0, 0.0]])
    wrong = Predictions(np.arange(2), np.array([1, 1]), sure, ("a", "b"))
    right = Predictions(np.arange(2), np.array([0, 0]), sure, ("a", "b"))
    assert scores(wrong).loss == pytest.approx(-np.log(1e-7))
    assert scores(right).loss == 0


@each_case
def test_intervals_hold_their_value_and_stay_shares(predictions: Predictions):
    found = scores(predictions)
    for score in (found.accuracy, found.macro_f1, found.balanced_accuracy):
        assert 0 <= score.low <= score.value <= score.high <= 1
        assert score.n == predictions.n


def test_intervals_of_perfect_and_all_wrong_dont_shrink_to_a_point():
    perfect, wrong = scores(CASES["perfect"]), scores(CASES["all wrong"])
    for name in ("accuracy", "macro_f1", "balanced_accuracy"):
        assert getattr(perfect, name).low < 0.85 and getattr(perfect, name).high == 1
        assert getattr(wrong, name).low == 0 and getattr(wrong, name).high > 0.15


@each_case
def test_as_json(predictions: Predictions):
    document = scores(predictions).as_json()
    assert list(document) == [
        "n",
        "accuracy",
        "accuracy_interval",
        "macro_f1",
        "macro_f1_interval",
        "balanced_accuracy",
        "balanced_accuracy_interval",
        "loss",
        "confusion",
    ]
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert type(document["n"]) is int and type(document["accuracy"]) is float
    assert type(document["confusion"][0][0]) is int


def test_seed_decides():
    predictions = CASES["random"]
    assert scores(predictions, seed=5).macro_f1 == scores(predictions, seed=5).macro_f1
    assert scores(predictions, seed=5).macro_f1 != scores(predictions, seed=6).macro_f1


def test_no_images_to_score():
    with pytest.raises(DataError, match="no images to score"):
        scores(said([], [], 3))


@each_case
def test_per_class_equals_scikit_learns(predictions: Predictions):
    numbers = np.arange(len(predictions.classes))
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        predictions.labels, predictions.predicted, labels=numbers, zero_division=0
    )
    for number, line in enumerate(per_class(predictions)):
        assert line.name == predictions.classes[number]
        assert line.n == support[number]
        assert line.predicted_n == (predictions.predicted == number).sum()
        for score, expected in ((line.precision, precision), (line.recall, recall), (line.f1, f1)):
            assert (score.value if score else 0) == pytest.approx(expected[number], abs=1e-12)


def test_per_class_is_none_where_undefined():
    lines = per_class(said([0, 0, 1], [0, 3, 3], 4))
    assert [line.precision is None for line in lines] == [False, True, True, False]
    assert [line.recall is None for line in lines] == [False, False, True, True]
    assert [line.f1 is None for line in lines] == [False, False, True, False]
    assert (lines[1].f1.value, lines[3].f1.value) == (0, 0)
    assert lines[0].recall == Score(0.5, pytest.approx(0.0945, abs=1e-4), pytest.approx(0.9055, abs=1e-4), 2)


def coverage_of_f1(n: int, narrowing: float = 1) -> float:
    """How often the interval of a class's F1 holds that of the population, over 3,000 drawn test sets."""
    shares = np.array([0.12, 0.05, 0.03])  # right, missed, and called so in vain; the others are elsewhere
    expected, hits, sets = 2 * 0.12 / 0.32, 0, 0
    for right, missed, vain, _ in np.random.default_rng(1927).multinomial(n, [*shares, 0.8], 3000).tolist():
        if score := scoring._f1(right, right + missed + vain):
            low, high = (score.value + narrowing * (end - score.value) for end in (score.low, score.high))
            hits, sets = hits + (low <= expected <= high), sets + 1
    return hits / sets


@pytest.mark.parametrize("n", [60, 300, 1774])
def test_interval_of_a_class_covers_what_it_claims(n: int):
    assert 0.935 < coverage_of_f1(n) < 0.975


def test_the_coverage_test_can_fail():
    assert coverage_of_f1(1774, narrowing=0.8) < 0.92


def test_majority():
    guess = majority(np.array([2, 2, 0, 0, 1]), np.array([0, 0, 1, 2]))
    assert (guess.value, guess.n) == (0.5, 4)  # of equally frequent classes the lowest number
    assert guess.low < 0.5 < guess.high
    assert majority(np.array([3]), np.array([0, 1])).value == 0


@pytest.mark.parametrize(("train", "test"), [([], [1]), ([1], [])])
def test_majority_needs_images(train: list, test: list):
    with pytest.raises(DataError, match="one of them is empty"):
        majority(np.array(train), np.array(test))
