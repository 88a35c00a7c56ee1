"""Small pictures for pages."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import prepare
from galaxy_core.datasets import Galaxies, open_dataset
from galaxy_core.prepare import cache, thumbnails


@pytest.fixture
def sample(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Galaxies:
    """The sample, with nothing prepared."""
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    return open_dataset("sample")


@pytest.mark.parametrize(("side", "size"), [(256, 96), (128, 96), (69, 52), (8, 8)])
def test_the_middle_is_never_enlarged_beyond_what_it_is(side: int, size: int, sample: Galaxies) -> None:
    chain = thumbnails.chain(replace(sample, image_shape=(side, side + 5, 3)))
    assert prepare.apply(np.zeros((1, side, side + 5, 3), np.uint8), chain).shape == (1, size, size, 3)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ((), "Shown: the middle 75 % of each image."),
        (("crop:fraction=0.75", "resize:size=64"), "Shown: the middle 75 % of each image, what the model saw."),
        (("resize:size=64",), "Shown: the middle 75 % of each image; the model saw all of it."),
        (("crop:pixels=64",), "Shown: the middle 75 % of each image; the model saw the middle 50 % of it."),
        (
            ("crop:fraction=0.8", "crop:fraction=0.5"),
            "Shown: the middle 75 % of each image; the model saw the middle 40 % of it.",
        ),
        (
            ("central_source",),
            "Shown: the middle 75 % of each image; the model saw the part with the galaxy.",
        ),
    ],
)
def test_what_is_shown_and_what_the_model_saw(steps: tuple[str, ...], sentence: str, sample: Galaxies) -> None:
    assert thumbnails.shown(sample, steps) == sentence


def test_one_by_one_and_from_the_whole_set_they_are_the_same(sample: Galaxies) -> None:
    rows = np.array([7, 3, 3, 200])
    single = thumbnails.pick(sample, rows)
    assert thumbnails.find(sample) is None
    whole = cache.make(sample, thumbnails.chain(sample))
    assert np.array_equal(single, whole[rows]) and np.array_equal(thumbnails.pick(sample, rows), whole[rows])


def test_absent_where_reading_one_by_one_is_too_slow(sample: Galaxies) -> None:
    assert thumbnails.pick(replace(sample, quick=False), np.arange(3)) is None
    assert thumbnails.pick(sample, np.zeros(thumbnails.FEW + 1, np.int64)) is None


def test_in_the_background(sample: Galaxies, until: Callable) -> None:
    thumbnails.start(sample)
    until(lambda: thumbnails.find(sample) is not None, 60)


def test_a_handful_is_random_but_repeatable_and_of_its_class() -> None:
    labels = np.arange(50) % 5
    first, again, other = (thumbnails.handful(labels, 6, seed, label=2) for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert (labels[first] == 2).all() and len(np.unique(first)) == 6
    assert len(thumbnails.handful(labels, 99, 0, label=2)) == 10 and len(thumbnails.handful(labels, 7, 0)) == 7
    assert np.array_equal(labels[thumbnails.one_of_each(labels, 5, 0, 2)], np.repeat(np.arange(5), 2))


def test_mean_images_and_a_class_without_any() -> None:
    pictures = np.full((6, 4, 4, 3), 10, np.uint8)
    pictures[3:] = 21
    found = thumbnails.means(pictures, np.array([0, 0, 0, 2, 2, 0]), 3)
    assert found.dtype == np.uint8 and found[:, 0, 0, 0].tolist() == [13, 0, 21]


def test_spread_gives_a_place_to_random_images(sample: Galaxies) -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (90, 40, 40, 3), np.uint8)
    rows, places, shares = thumbnails.principal_components(pictures, 50, components=10)
    assert len(np.unique(rows)) == 50 and places.shape == (50, 2) and shares.shape == (10,)


def test_those_that_come_with_this_program_are_the_sample_as_it_is_drawn_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GALAXY_SAMPLE")
    sample, stored = open_dataset("sample"), np.load(thumbnails.SHIPPED, allow_pickle=False)
    assert stored["images"] == sample.identity.images, "make first-model draws them anew"
    rows = stored["rows"][[0, 7, 20]]
    known = thumbnails.shipped(sample, rows)
    np.testing.assert_array_equal(known, prepare.apply(sample.images(rows), thumbnails.chain(sample)))
    board = thumbnails.one_of_each(sample.labels, 10, 1, 2)
    np.testing.assert_array_equal(thumbnails.pick(sample, board), thumbnails.shipped(sample, board))
    assert thumbnails.shipped(sample, np.array([*rows, stored["rows"].max() + 1])) is None


def test_of_other_images_none_comes_with_this_program() -> None:
    sample = open_dataset("sample")
    assert thumbnails.shipped(sample, np.array([0])) is None


def test_what_comes_with_this_program_is_made_of_the_rows_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "SHIPPED", tmp_path / "thumbnails.npz")
    sample = open_dataset("sample")
    assert thumbnails.shipped(sample, np.array([5])) is None, "nothing is there"
    thumbnails.ship(sample, np.array([9, 5, 9]))
    thumbnails._shipped.cache_clear()
    known = thumbnails.shipped(sample, np.array([9, 5]))
    assert known is not None and known.shape == (2, 96, 96, 3)
    assert thumbnails.shipped(sample, np.array([5, 6])) is None
    thumbnails.SHIPPED.write_bytes(b"damaged")
    thumbnails._shipped.cache_clear()
    assert thumbnails.shipped(sample, np.array([5])) is None
