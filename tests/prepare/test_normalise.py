"""Each image stretched by itself, between its darkest and its brightest pixels."""

import numpy as np
import pytest

from galaxy_core.prepare import normalise

WHOLE = normalise.Parameters(low=0, high=100)


def test_the_darkest_becomes_black_and_the_brightest_white() -> None:
    image = np.arange(50, 150, dtype=np.uint8).reshape(1, 10, 10, 1)
    out = normalise.apply(image, WHOLE)
    assert np.abs(out.astype(float) - (image.astype(float) - 50) / 99 * 255).max() <= 0.5


def test_a_few_pixels_may_be_beyond_black_and_white() -> None:
    image = np.arange(100, 200, dtype=np.uint8).reshape(1, 10, 10, 1)
    out = normalise.apply(image, normalise.Parameters(low=10, high=80)).ravel()
    assert (out == 0).sum() == 10 and (out == 255).sum() == 21
    assert (np.diff(out.astype(int)) >= 0).all()


def test_a_galaxy_that_is_twice_as_bright_looks_the_same() -> None:
    faint = np.random.default_rng(0).integers(0, 100, (1, 32, 32, 3), np.uint8)
    both = normalise.apply(np.concatenate([faint, 2 * faint]), normalise.Parameters())
    assert np.array_equal(both[0], both[1]) and both.max() == 255


def test_all_channels_are_stretched_alike() -> None:
    image = np.zeros((1, 10, 10, 3), np.uint8)
    image[..., 0] = np.arange(100).reshape(10, 10)
    image[..., 2] = 50
    out = normalise.apply(image, WHOLE)
    assert out[0, 9, 9].tolist() == [255, 0, round(50 / 99 * 255)]


@pytest.mark.parametrize("level", [0, 77, 255])
def test_a_constant_image_stays_as_it_is(level: int) -> None:
    image = np.full((2, 8, 8, 3), level, np.uint8)
    image[1, 0, 0] = 200  # a single pixel among 64 isn't enough to be white by
    assert np.array_equal(normalise.apply(image, normalise.Parameters(low=5, high=95)), image)
