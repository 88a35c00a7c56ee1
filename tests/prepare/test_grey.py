"""Grey images, as bright as the eye sees them."""

import numpy as np

from galaxy_core.prepare import grey


def test_it_is_the_weighted_mean_of_red_green_and_blue() -> None:
    images = np.random.default_rng(0).integers(0, 256, (3, 20, 30, 3), np.uint8)
    out = grey.apply(images, grey.Parameters())
    assert out.shape == (3, 20, 30, 1) and out.dtype == np.uint8
    assert np.abs(out[..., 0] - images @ np.array([0.299, 0.587, 0.114])).max() <= 0.51


def test_red_is_first() -> None:
    red = np.zeros((1, 4, 4, 3), np.uint8)
    red[..., 0] = 255
    assert (grey.apply(red, grey.Parameters()) == 76).all()


def test_what_is_grey_stays_as_it_is() -> None:
    images = np.random.default_rng(0).integers(0, 256, (2, 9, 7), np.uint8)
    assert np.array_equal(grey.apply(np.repeat(images[..., None], 3, axis=3), grey.Parameters())[..., 0], images)
    assert grey.apply(images[..., None], grey.Parameters()).base is images
