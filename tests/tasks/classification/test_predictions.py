"""Predictions: what is derived from them, and a sentence for everything that can't be used."""

import numpy as np
import pytest

from galaxy_core import DataError, UsageError, tasks
from galaxy_core.evaluation import Predictions

CLASSES = ("Round", "Edge-on", "Spiral")


def test_derived(three):
    predictions = three()
    assert predictions.n == 3
    assert predictions.predicted.tolist() == [0, 0, 2]
    assert predictions.confidence.tolist() == pytest.approx([0.8, 0.6, 1])
    assert predictions.right.tolist() == [True, False, True]
    assert predictions.confusion.tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]  # truth in the rows
    dtypes = [predictions.rows.dtype, predictions.labels.dtype, predictions.probabilities.dtype]
    assert dtypes == [np.int64, np.int64, np.float32]
    assert predictions.confusion.dtype == np.int64


def test_what_knows_no_classes_is_told_apart(three):
    predictions = three()
    assert Predictions.of(predictions) is predictions
    numbers = tasks.Predictions(np.arange(2), np.zeros(2), np.zeros((2, 1)), ("mass",))
    with pytest.raises(UsageError, match="doesn't tell classes apart"):
        Predictions.of(numbers)


def test_of_equally_probable_classes_the_lowest_number(three):
    third = 1 / 3
    ties = np.array([[third, third, third], [0.2, 0.4, 0.4], [0.5, 0, 0.5]])
    assert three(probabilities=ties).predicted.tolist() == [0, 1, 0]


def test_small_and_foreign_dtypes_are_taken(three):
    predictions = three(labels=np.array([0, 1, 2], dtype=np.uint8), rows=[7, 3, 9], classes=list(CLASSES))
    assert predictions.confusion.sum() == 3  # uint8 arithmetic would wrap with many classes
    assert predictions.classes == CLASSES


def test_no_images_are_fine():
    predictions = Predictions(np.array([]), np.array([]), np.zeros((0, 3)), CLASSES)
    assert (predictions.n, predictions.confusion.sum(), len(predictions.predicted)) == (0, 0, 0)


def test_rounded_probabilities_are_fine(three):
    three(probabilities=np.array([[0.8, 0.1, 0.1009], [0.6, 0.3, 0.1], [-0.0001, 0, 1]]))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"rows": np.array([1, 2])}, "2 row numbers, 3 targets and 3 answers"),
        ({"rows": np.array([[1, 2, 3]])}, r"row numbers of the predictions have the shape \(1, 3\)"),
        ({"rows": np.array([7, 3, 7])}, "Row 7 stands in the predictions more than once"),
        ({"labels": np.array([0.0, 1.5, 2.0])}, "labels of the predictions are float64"),
        ({"labels": np.array([0, 1, 3])}, "The label 3 isn't one of the 3 classes, 0…2"),
        ({"labels": np.array([0, -1, 2])}, "The label -1 isn't one of"),
        ({"probabilities": np.ones((3, 2)) / 2}, r"shape \(3, 2\): 3 images and 3 classes need \(3, 3\)"),
        ({"probabilities": np.ones(3)}, r"shape \(3,\)"),
        ({"probabilities": np.array([[1, 0, 0], [np.nan, 0, 1], [0, 0, 1]])}, "image 1 aren't all numbers"),
        ({"probabilities": np.array([[1, 0, 0], [0, 1, 0], [0, np.inf, 1]])}, "image 2 aren't all numbers"),
        ({"probabilities": np.array([[1, 0, 0], [0.5, 0.3, 0.1], [0, 0, 1]])}, "image 1 sum to 0.9"),
        ({"probabilities": np.array([[1.5, -0.5, 0], [0, 1, 0], [0, 0, 1]])}, "the lowest is -0.5"),
        ({"classes": ()}, "name no classes"),
    ],
)
def test_a_sentence_for_what_cant_be_used(three, changed: dict, words: str):
    with pytest.raises(DataError, match=words):
        three(**changed)
