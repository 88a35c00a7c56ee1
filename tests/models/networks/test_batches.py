"""The input pipeline: every image once an epoch, in an order that (seed, epoch) alone decide."""

from dataclasses import replace

import numpy as np
import pytest

from galaxy_core import augmentations
from galaxy_core.models import Examples
from galaxy_core.models.networks import Learning, Recipe, batches

NOTHING = augmentations.pipeline(())


def numbered(count: int) -> Examples:
    """Images of one pixel that say which row they are; every third row is a training row."""
    images = np.arange(3 * count, dtype=np.uint8).reshape(-1, 1, 1, 1)
    rows = np.arange(0, 3 * count, 3)
    return Examples(images, rows, np.arange(count) % 4, 4)


@pytest.mark.parametrize(("count", "size", "whole"), [(20, 7, 20), (21, 5, 20), (8, 8, 8), (1, 4, 1), (9, 100, 9)])
def test_every_image_comes_once_with_its_label(count: int, size: int, whole: int) -> None:
    examples = numbered(count)
    found = [*batches.batches(examples, NOTHING, Recipe(Learning(batch_size=size)), seed=0, epoch=1)]
    assert len(found) == batches.count(examples, size)
    rows = np.concatenate([images.ravel() for images, _ in found])
    labels = np.concatenate([one_hot.argmax(axis=1) for _, one_hot in found])
    assert len(rows) == whole == len(np.unique(rows)) and np.isin(rows, examples.rows).all()
    assert np.array_equal(labels, examples.labels[rows // 3])
    assert all(one_hot.dtype == np.float32 and one_hot.shape[1] == 4 for _, one_hot in found)


def test_each_epoch_has_its_own_order_which_a_resumed_run_finds_again() -> None:
    labels = np.arange(60) % 4
    first = batches.order(5, 1, labels)
    assert np.array_equal(first, batches.order(5, 1, labels))
    assert not np.array_equal(first, batches.order(5, 2, labels))
    assert not np.array_equal(first, batches.order(6, 1, labels))
    assert np.array_equal(np.sort(first), np.arange(60))


@pytest.mark.parametrize(("balance", "expected"), [(0.0, [400, 100]), (0.5, [333, 167]), (1.0, [250, 250])])
def test_rare_classes_come_up_more_often_where_asked(balance: float, expected: list[int]) -> None:
    labels = np.repeat([0, 1], [400, 100])
    drawn = np.array([np.bincount(labels[batches.order(0, e, labels, balance)]) for e in range(20)])
    assert (drawn.sum(axis=1) == 500).all() and np.allclose(drawn.mean(axis=0), expected, rtol=0.05)
    copies = np.bincount(batches.order(0, 0, labels, balance), minlength=500)
    assert copies[400:].min() >= (1 if balance < 1 else 2), "no image of a rare class is left out"


def test_copies_of_one_image_are_augmented_differently() -> None:
    examples = Examples(np.full((2, 16, 16, 3), 120, np.uint8), np.arange(2), np.array([0, 1]), 2)
    noisy = augmentations.pipeline(("noise",))
    many = replace(examples, rows=np.array([0, 0, 0, 1]), labels=np.array([0, 0, 0, 1]))
    ((images, _),) = batches.batches(many, noisy, Recipe(Learning(batch_size=4)), seed=0, epoch=1)
    assert len(np.unique(images.reshape(4, -1), axis=0)) == 4


def test_an_error_in_the_background_comes_to_the_front() -> None:
    broken = replace(numbered(8), rows=np.array([0, 1, 2, 3, 4, 5, 6, 999]))
    with pytest.raises(IndexError):
        [*batches.batches(broken, NOTHING, Recipe(Learning(batch_size=2)), seed=0, epoch=1)]
