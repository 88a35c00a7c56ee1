"""The images behind the matrix: every cell gives exactly its own."""

import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.evaluation import ORDERS, Predictions, confused_pairs, mistakes


@pytest.fixture
def predictions() -> Predictions:
    draw = np.random.default_rng(8)
    return Predictions(draw.permutation(900), draw.integers(0, 4, 900), draw.dirichlet(np.ones(4), 900), tuple("abcd"))


def test_every_cell_gives_exactly_its_images(predictions: Predictions):
    for true in range(4):
        for called in range(4):
            expected = np.flatnonzero((predictions.labels == true) & (predictions.predicted == called))
            for order in ORDERS:
                found = mistakes(predictions, true, called, order)
                assert np.sort(found).tolist() == expected.tolist()
                assert len(found) == predictions.confusion[true, called]


def test_without_a_cell_only_the_wrong_ones(predictions: Predictions):
    found = mistakes(predictions)
    assert np.sort(found).tolist() == np.flatnonzero(~predictions.right).tolist()
    row, column = mistakes(predictions, true=2), mistakes(predictions, predicted=1)
    assert set(row) == {image for image in found if predictions.labels[image] == 2}
    assert set(column) == {image for image in found if predictions.predicted[image] == 1}


def test_orders(predictions: Predictions):
    surest = predictions.confidence[mistakes(predictions)]
    least_sure = predictions.confidence[mistakes(predictions, order="least sure")]
    right = mistakes(predictions, order="right")
    assert (np.diff(surest) <= 0).all() and (np.diff(least_sure) >= 0).all()
    assert (np.diff(predictions.confidence[right]) <= 0).all()
    assert np.sort(right).tolist() == np.flatnonzero(predictions.right).tolist()
    assert predictions.right[mistakes(predictions, true=0, order="right")].all()


def test_equally_sure_ones_keep_their_order():
    sure = np.random.default_rng(9).choice([0.6, 0.75, 0.9], 3000)
    wrong = Predictions(np.arange(3000), np.zeros(3000, dtype=int), np.stack([1 - sure, sure], axis=1), ("a", "b"))
    assert mistakes(wrong).tolist() == sorted(range(3000), key=lambda image: -sure[image])
    assert mistakes(wrong, order="least sure").tolist() == sorted(range(3000), key=lambda image: sure[image])


@pytest.mark.parametrize("true", [-1, 3])
def test_a_sentence_for_another_class(three, true: int):
    with pytest.raises(UsageError, match=f"Class {true} doesn't exist: the 3 classes have the numbers 0…2"):
        mistakes(three(), true=true)
    with pytest.raises(UsageError, match=f"Class {true} doesn't exist"):
        mistakes(three(), predicted=true)


def test_a_sentence_for_another_order(three):
    with pytest.raises(UsageError, match="“funniest” is not an order of images: choose surest, least sure, right"):
        mistakes(three(), order="funniest")


def test_confused_pairs(predictions: Predictions):
    pairs, confusion = confused_pairs(predictions), predictions.confusion
    assert len(pairs) == 12
    assert sum(count for _, _, count, _ in pairs) == (~predictions.right).sum()
    assert all(count == confusion[true, called] for true, called, count, _ in pairs)
    assert all(n_true == confusion[true].sum() for true, _, _, n_true in pairs)
    assert [pair[2] for pair in pairs] == sorted((pair[2] for pair in pairs), reverse=True)
    assert {type(number) for pair in pairs for number in pair} == {int}


def test_confused_pairs_of_equal_count_the_larger_share_first(three):
    labels, called = np.array([0, 0, 0, 1, 2]), np.array([0, 0, 1, 1, 1])
    predictions = Predictions(np.arange(5), labels, np.eye(3)[called], tuple("abc"))
    assert confused_pairs(predictions) == [(2, 1, 1, 1), (0, 1, 1, 3)]
    assert confused_pairs(three(labels=np.array([0, 0, 2]))) == []
