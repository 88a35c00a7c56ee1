"""Resizing: by area where it shrinks, so that no light is lost; bilinear where it enlarges."""

import numpy as np
import pytest

from galaxy_core.prepare import resize


def test_shrinking_is_the_mean_of_the_area() -> None:
    images = np.random.default_rng(0).integers(0, 256, (4, 32, 32, 3), np.uint8)
    out = resize.apply(images, resize.Parameters(size=8))
    mean = images.reshape(4, 8, 4, 8, 4, 3).mean(axis=(2, 4))
    assert np.abs(out - mean).max() <= 0.5 + 1e-6


def test_a_single_star_is_never_lost() -> None:
    for place in range(20, 30):
        image = np.zeros((1, 69, 69, 1), np.uint8)
        image[0, place, place] = 255
        assert resize.apply(image, resize.Parameters(size=16)).sum() == pytest.approx(255 * (16 / 69) ** 2, abs=3)


@pytest.mark.parametrize("channels", [1, 3])
def test_enlarging_is_smooth_and_the_same_size_is_untouched(channels: int) -> None:
    image = np.zeros((1, 8, 8, channels), np.uint8)
    image[:, 4:] = 200
    large = resize.apply(image, resize.Parameters(size=32))
    assert large.shape == (1, 32, 32, channels) and 0 < large[0, 15, 0, 0] < 200
    assert resize.apply(image, resize.Parameters(size=8)) is image


def test_rectangles_become_squares() -> None:
    assert resize.apply(np.zeros((2, 40, 60, 3), np.uint8), resize.Parameters(size=24)).shape == (2, 24, 24, 3)
