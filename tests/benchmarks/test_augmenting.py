"""What is measured of augmentations: that each really changes every image, and what is told of it."""

import importlib

import numpy as np
import pytest

from benchmarks import augmenting


@pytest.fixture
def images() -> np.ndarray:
    """Two batches and a half."""
    return np.random.default_rng(0).integers(0, 256, (160, augmenting.SIDE, augmenting.SIDE, 3), np.uint8)


def test_each_way_gives_all_images_changed(images: np.ndarray) -> None:
    ways = {"ours": augmenting.ours} | augmenting.keras_ways()
    assert set(ways) == {"ours", "Keras, tf.data", "Keras, called"}
    for way in ways.values():
        assert augmenting.pace(way, images) > 0
    assert set(augmenting.quickest(ways, images)) < set(ways)


def test_a_way_that_leaves_something_out_is_no_way(images: np.ndarray) -> None:
    for wrong in (lambda all_: iter([all_]), lambda all_: iter([255 - all_[:64]]), lambda all_: iter([1.0 - all_])):
        with pytest.raises(AssertionError):
            augmenting.pace(wrong, images)


def test_where_albumentations_is_missing_it_is_left_out(monkeypatch: pytest.MonkeyPatch, images: np.ndarray) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", absent)
    assert augmenting.albumentations_ways() == {} and augmenting.quickest({}, images) == {}


def test_ratios_are_those_of_the_medians() -> None:
    found = {"ours": [900.0, 1200.0, 1000.0], "Keras, called": [90.0, 99.0, 110.0], "albumentations, one": [400.0] * 3}
    told = augmenting.lines(found)
    assert "1,000 images/s  (from 900 to 1,200)" in told[0] and "×" not in told[0]
    assert told[1].endswith("ours is 10.1 × as fast, as wanted (10 ×)")
    assert told[2].endswith("ours is 2.5 × as fast, NOT as wanted (3 ×)")
