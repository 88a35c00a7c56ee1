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


def test_of_a_rectangle_the_middle_is_taken_so_that_round_stays_round() -> None:
    rows, columns = np.mgrid[:60, :100]
    round_one = (np.hypot(rows - 29.5, columns - 49.5) < 20).astype(np.uint8)[None, ..., None] * 250
    out = resize.apply(round_one, resize.Parameters(size=30))
    assert out.shape == (1, 30, 30, 1)
    assert np.array_equal(out, resize.apply(round_one[:, :, 20:80], resize.Parameters(size=30)))
    bright = out[0, ..., 0] > 125
    assert bright.any(axis=0).sum() == bright.any(axis=1).sum() == 20
    assert resize.apply(np.zeros((2, 60, 40, 3), np.uint8), resize.Parameters(size=40)).shape == (2, 40, 40, 3)
