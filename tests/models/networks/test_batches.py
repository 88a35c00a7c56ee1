"""The input pipeline: as many images an epoch as balancing says, each changed the same in any batch and any order."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from galaxy_core import augmentations, plugins, tasks
from galaxy_core.augmentations import balancing
from galaxy_core.models import Examples
from galaxy_core.models.networks import batches

ALL = plugins.names(augmentations)
POLICIES = ("none", "class_weights", "power", "symmetries", "raise_small:images=15", "oversample", "undersample")


def of(k: int) -> tasks.Task:
    """So many classes."""
    return tasks.task("classes", [f"class {number}" for number in range(k)])


def numbered(count: int) -> Examples:
    """Images of one pixel that say which row they are; every third row is a training row."""
    images = np.arange(3 * count, dtype=np.uint8).reshape(-1, 1, 1, 1)
    rows = np.arange(0, 3 * count, 3)
    return Examples(images, rows, np.arange(count) % 4, of(4))


def pictures(counts: tuple[int, ...] = (14, 9, 4), side: int = 24, **more: object) -> Examples:
    """Random images in uneven classes; every second row is a training row."""
    labels = np.random.default_rng(1).permutation(np.repeat(np.arange(len(counts)), counts))
    images = np.random.default_rng(2).integers(0, 256, (2 * len(labels), side, side, 3), np.uint8)
    return Examples(images, np.arange(1, 2 * len(labels), 2), labels, of(len(counts)), **more)


def epoch_of(examples: Examples, size: int, seed: int = 0, epoch: int = 1) -> batches.Batch:
    """A whole epoch in one piece."""
    parts = [*batches.Source(examples, seed).batches(size, epoch)]
    return batches.Batch(*(np.concatenate(column) for column in zip(*parts, strict=True)))


@pytest.mark.parametrize(("count", "size", "whole"), [(20, 7, 20), (21, 5, 20), (8, 8, 8), (1, 4, 1), (9, 100, 9)])
def test_every_image_comes_once_with_its_label(count: int, size: int, whole: int) -> None:
    examples = numbered(count)
    source = batches.Source(examples, seed=0)
    found = [*source.batches(size, 1)]
    assert len(found) == source.count(size) and source.shown == count
    rows = np.concatenate([batch.images.ravel() for batch in found])
    labels = np.concatenate([batch.targets.argmax(axis=1) for batch in found])
    assert len(rows) == whole == len(np.unique(rows)) and np.isin(rows, examples.rows).all()
    assert np.array_equal(labels, examples.labels[rows // 3])
    for batch in found:
        assert batch.targets.dtype == batch.weights.dtype == np.float32 and batch.targets.shape[1] == 4
        assert (batch.targets.sum(axis=1) == 1).all() and (batch.weights == 1).all() and batch.images.dtype == np.uint8


@pytest.mark.parametrize("policy", POLICIES)
def test_an_epoch_shows_what_the_policy_says(policy: str) -> None:
    examples = pictures(balance=policy)
    wanted = balancing.shown(policy, np.bincount(examples.labels))
    whole = epoch_of(examples, 4)
    assert len(whole.images) in (wanted.sum(), wanted.sum() - 1), "a last batch of one is left out"
    left_out = wanted - whole.targets.sum(axis=0)
    assert left_out.min() >= 0 and left_out.sum() == wanted.sum() - len(whole.images)
    assert batches.Source(examples, 0).shown == wanted.sum()


def test_each_epoch_has_its_own_order_which_a_resumed_run_finds_again() -> None:
    examples = pictures(augment=("rotation", "noise"), balance="oversample")
    first, again, later, other = (epoch_of(examples, 5, *at).images for at in ((5, 1), (5, 1), (5, 2), (6, 1)))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, later) and not np.array_equal(first, other)


def test_an_image_is_changed_the_same_in_any_batch_and_any_order() -> None:
    examples = pictures(augment=ALL, balance="oversample")
    source = batches.Source(examples, 7)
    places, copies = balancing.order("oversample", examples.labels, 3, 7, 2)
    whole = source.batch(2, places, copies)
    for size in (1, 2, 5, 16):
        for first in range(0, len(places), size):
            part = slice(first, first + size)
            for mine, all_ in zip(source.batch(2, places[part], copies[part]), whole, strict=True):
                assert np.array_equal(mine, all_[part])
    backwards = source.batch(2, places[::-1], copies[::-1])
    assert all(np.array_equal(mine[::-1], all_) for mine, all_ in zip(backwards, whole, strict=True))
    for size in (3, 8, 100):
        seen = epoch_of(examples, size, 7, 2)
        assert np.array_equal(seen.images, whole.images[: len(seen.images)])


def test_one_thread_or_two_make_the_same() -> None:
    examples, threads, made = pictures((40, 20), side=64, augment=ALL, balance="oversample"), cv2.getNumThreads(), []
    try:
        for count in (1, 2):
            cv2.setNumThreads(count)
            made.append(epoch_of(examples, 16))
    finally:
        cv2.setNumThreads(threads)
    assert all(np.array_equal(one, two) for one, two in zip(*made, strict=True))


def test_what_happens_to_an_image_depends_on_its_row_and_not_on_its_place() -> None:
    examples = pictures(augment=("rotation", "brightness"))
    fewer = replace(examples, rows=examples.rows[5:], targets=examples.targets[5:])
    std = 50.0
    one, two = (batches.Source(part, 3, std) for part in (examples, fewer))
    none = np.zeros(4, np.int64)
    assert np.array_equal(one.batch(1, np.arange(5, 9), none).images, two.batch(1, np.arange(4), none).images)


def test_copies_of_one_image_are_changed_differently() -> None:
    examples = Examples(
        np.full((2, 16, 16, 3), 120, np.uint8), np.arange(2), np.array([0, 1]), of(2), augment=("noise",)
    )
    seen = batches.Source(examples, 0, 40.0).batch(1, np.zeros(4, np.int64), np.arange(4)).images
    assert len(np.unique(seen.reshape(4, -1), axis=0)) == 4


def test_noise_goes_by_the_spread_of_the_training_images() -> None:
    examples = pictures((30, 30), augment=("noise:beta=0.1",))
    source = batches.Source(examples, 0)
    assert source.pipeline.std == pytest.approx(examples.images[examples.rows].std(), rel=1e-6)
    assert batches.Source(pictures(), 0).pipeline.parts == ()


def even_pictures(**more: object) -> Examples:
    """Each image is one grey: 30, 90, 150, 210 for the classes 0 to 3."""
    labels = np.arange(40) % 4
    return Examples(
        np.repeat((30 + 60 * labels).astype(np.uint8), 48).reshape(40, 4, 4, 3), np.arange(40), labels, of(4), **more
    )


def test_mixed_labels_are_those_of_the_mixed_pixels() -> None:
    whole = epoch_of(even_pictures(augment=("flips", "mixup:alpha=1")), 8)
    assert np.allclose(whole.targets.sum(axis=1), 1, atol=1e-6) and whole.targets.min() >= 0
    greys = whole.targets @ np.array([30, 90, 150, 210])
    assert np.ptp(whole.images, axis=(1, 2, 3)).max() == 0 and np.abs(whole.images[:, 0, 0, 0] - greys).max() <= 1
    mixed = whole.targets.max(axis=1) < 1
    assert mixed.mean() > 0.5 and whole.targets.max(axis=1).min() >= 0.5, "an image itself counts most"
    assert np.array_equal(np.unique(whole.images[~mixed, 0, 0, 0]), [30, 90, 150, 210])


def test_what_is_laid_over_is_changed_too() -> None:
    examples = pictures((6, 6), augment=("rotation", "mixup:alpha=1"))
    source = batches.Source(examples, 4)
    places, none = np.arange(12), np.zeros(12, np.int64)
    alone = source._changed(1, places, none)
    others, shares = source.pipeline.partners(source._random(1, places, none), 12)
    expected = alone * (1 - shares[:, None, None, None]) + alone[others] * shares[:, None, None, None]
    assert np.abs(source.batch(1, places, none).images - expected).max() <= 1


def test_weights_follow_the_labels_also_of_mixed_images() -> None:
    for augment in ((), ("mixup:alpha=1",)):
        examples = pictures((14, 9, 4), augment=augment, balance="class_weights")
        whole = epoch_of(examples, 27)
        of_class = 27 / (3 * np.array([14, 9, 4]))
        assert np.allclose(whole.weights, whole.targets @ of_class, rtol=1e-5)
    assert np.array_equal(epoch_of(pictures(), 27).weights, np.ones(27))


def test_the_images_on_disk_stay_as_they_are() -> None:
    examples = pictures(augment=ALL, balance="symmetries")
    before = examples.images.copy()
    examples.images.setflags(write=False)
    epoch_of(examples, 8)
    assert np.array_equal(examples.images, before)


def test_a_class_without_images_stays_without() -> None:
    examples = replace(pictures(augment=ALL, balance="oversample"), task=of(5))
    assert epoch_of(examples, 8).targets.sum(axis=0)[3:].tolist() == [0, 0]


def test_an_error_in_the_background_comes_to_the_front() -> None:
    broken = replace(numbered(8), rows=np.array([0, 1, 2, 3, 4, 5, 6, 999]))
    with pytest.raises(IndexError):
        [*batches.Source(broken, 0).batches(2, 1)]
