"""Squares of another size; the rest is tested with the step that does nothing else (tests/prepare/test_resize.py)."""

import numpy as np

from galaxy_core.prepare.resizing import resized


def test_the_light_stays_and_an_image_of_that_size_is_given_back() -> None:
    image = np.zeros((1, 8, 10, 3), np.uint8)
    image[0, 4, 5] = 255
    small = resized(image, 4)
    assert small.shape == (1, 4, 4, 3) and int(small.max()) == 64  # a quarter of 255
    square = image[:, :, :8]
    assert resized(square, 8) is square and resized(square, 16).shape == (1, 16, 16, 3)
