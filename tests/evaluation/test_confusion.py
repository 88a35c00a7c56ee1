"""The images behind the matrix: every cell gives exactly its own."""

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest

from galaxy_core import DataError, UsageError
from galaxy_core.evaluation import ORDERS, Predictions, by_similarity, confused_pairs, images, mistakes


@pytest.fixture
def predictions() -> Predictions:
    draw = np.random.default_rng(8)
    return Predictions(draw.permutation(900), draw.integers(0, 4, 900), draw.dirichlet(np.ones(4), 900), tuple("abcd"))


def sure(right: np.ndarray, confidence: np.ndarray) -> Predictions:
    """Two classes, the truth always the first, with planted certainties above 1/2."""
    probabilities = np.stack([confidence, 1 - confidence], axis=1)
    probabilities[~right] = probabilities[~right, ::-1]
    return Predictions(np.arange(len(right)), np.zeros(len(right), dtype=int), probabilities, ("a", "b"))


def test_every_cell_gives_exactly_its_images(predictions: Predictions):
    for true in range(4):
        for called in range(4):
            expected = np.flatnonzero((predictions.labels == true) & (predictions.predicted == called)).tolist()
            assert np.sort(mistakes(predictions, true, called)).tolist() == expected
            for order in ORDERS:
                found = images(predictions, true, called, order)
                assert np.sort(found).tolist() == ([] if order == "right" and true != called else expected)
                assert found.dtype == np.int64


@pytest.mark.parametrize("order", ORDERS)
def test_rows_columns_and_everything_give_exactly_their_images(predictions: Predictions, order: str):
    kept = predictions.right if order == "right" else np.ones(predictions.n, dtype=bool)
    assert np.sort(images(predictions, order=order)).tolist() == np.flatnonzero(kept).tolist()
    for number in range(4):
        row, column = kept & (predictions.labels == number), kept & (predictions.predicted == number)
        assert np.sort(images(predictions, true=number, order=order)).tolist() == np.flatnonzero(row).tolist()
        assert np.sort(images(predictions, predicted=number, order=order)).tolist() == np.flatnonzero(column).tolist()


def test_without_a_cell_only_the_wrong_ones(predictions: Predictions):
    found = mistakes(predictions)
    assert np.sort(found).tolist() == np.flatnonzero(~predictions.right).tolist()
    row, column = mistakes(predictions, true=2), mistakes(predictions, predicted=1)
    assert set(row) == {image for image in found if predictions.labels[image] == 2}
    assert set(column) == {image for image in found if predictions.predicted[image] == 1}


def test_orders(predictions: Predictions):
    first, least, right = (predictions.confidence[images(predictions, order=order)] for order in ORDERS)
    wrong = (~predictions.right).sum()
    assert 0 < wrong < predictions.n
    assert images(predictions)[:wrong].tolist() == mistakes(predictions).tolist()
    assert (np.diff(first[:wrong]) <= 0).all() and (np.diff(first[wrong:]) >= 0).all()
    assert (np.diff(least) >= 0).all() and (np.diff(right) <= 0).all()


def test_equally_sure_ones_keep_their_order():
    draw = np.random.default_rng(9)
    right, confidence = draw.random(3000) < 0.5, draw.choice([0.6, 0.75, 0.9], 3000)
    said, numbers = sure(right, confidence), range(3000)
    first = sorted(numbers, key=lambda image: (right[image], confidence[image] * (1 if right[image] else -1)))
    assert images(said).tolist() == first
    assert mistakes(said).tolist() == [image for image in first if not right[image]]
    assert images(said, order="least certain").tolist() == sorted(numbers, key=lambda image: confidence[image])
    surest = sorted(np.flatnonzero(right), key=lambda image: -confidence[image])
    assert images(said, order="right").tolist() == surest


@pytest.mark.parametrize("chosen", [images, mistakes])
@pytest.mark.parametrize("true", [-1, 3])
def test_a_sentence_for_another_class(three, chosen: Callable, true: int):
    with pytest.raises(UsageError, match=f"Class {true} doesn't exist: the 3 classes have the numbers 0…2"):
        chosen(three(), true=true)
    with pytest.raises(UsageError, match=f"Class {true} doesn't exist"):
        chosen(three(), predicted=true)


def test_a_sentence_for_another_order(three):
    with pytest.raises(UsageError, match="“funniest” is not an order of images: choose mistakes, least certain, right"):
        images(three(), order="funniest")


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


def test_the_most_confused_stand_together():
    places = np.random.default_rng(2001).permutation(8)  # class places[i] looks like places[i - 1] and places[i + 1]
    near = np.exp(-2.0 * np.abs(np.arange(8)[:, None] - np.arange(8)))
    confusion = np.zeros((8, 8), dtype=np.int64)
    confusion[np.ix_(places, places)] = (1000 * near).astype(int)
    found = by_similarity(confusion)
    assert found.tolist() in (places.tolist(), places[::-1].tolist()) and found[0] < found[-1]
    assert found.dtype == np.int64


def test_shares_count_not_images():
    # class 0 has 100 times as many images: 30 of its 3,000 that go to 1 are less than 10 of 30 that 2 gives to 3
    confusion = np.array([[2960, 30, 0, 10], [0, 30, 0, 0], [0, 0, 20, 10], [0, 0, 10, 20]])
    found = by_similarity(confusion).tolist()
    assert abs(found.index(2) - found.index(3)) == 1


def test_no_order_that_the_tree_allows_is_better():
    # three classes: the tree joins the nearest pair, and the third may stand on either side of it
    for seed in range(20):
        confusion = np.random.default_rng(seed).integers(1, 40, (3, 3))
        shares = confusion / confusion.sum(axis=1, keepdims=True)
        near = shares + shares.T
        pair = max(((0, 1), (0, 2), (1, 2)), key=lambda two: near[two])
        allowed = [order for order in permutations(range(3)) if {order[:2], order[1:]} & {pair, pair[::-1]}]
        best = max(near[a, b] + near[b, c] for a, b, c in allowed)
        a, b, c = by_similarity(confusion)
        assert near[a, b] + near[b, c] == pytest.approx(best)


@pytest.mark.parametrize("k", range(7))
def test_any_number_of_classes_also_without_images(k: int):
    assert by_similarity(np.zeros((k, k), dtype=np.int64)).tolist() == list(range(k))
    confusion = np.eye(k, dtype=np.int64) * 5
    assert sorted(by_similarity(confusion)) == list(range(k))
    confusion[:1] = 0
    assert by_similarity(confusion).tolist() == by_similarity(confusion.copy()).tolist()


def test_only_a_square_matrix_has_an_order():
    with pytest.raises(DataError, match="is square, but this one has the shape"):
        by_similarity(np.zeros((3, 4), dtype=np.int64))
