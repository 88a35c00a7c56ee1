"""The square about the centre of images."""

import numpy as np
import pytest

from galaxy_core.prepare.center_crop import center_crop


@pytest.mark.parametrize(
    ("shape", "side", "rows", "columns"),
    [
        ((40, 100), None, (0, 40), (30, 70)),
        ((101, 40), None, (30, 70), (0, 40)),
        ((40, 40), 11, (14, 25), (14, 25)),
        ((40, 100), 500, (0, 40), (30, 70)),
        ((1, 7), None, (0, 1), (3, 4)),
    ],
)
def test_it_is_the_middle_that_stays(shape: tuple, side: int | None, rows: tuple, columns: tuple) -> None:
    images = np.random.default_rng(0).integers(0, 256, (2, *shape, 3), np.uint8)
    out = center_crop(images, side)
    assert np.array_equal(out, images[:, rows[0] : rows[1], columns[0] : columns[1]])
    assert out.shape[1] == out.shape[2]


def test_what_is_that_square_already_is_given_back() -> None:
    images = np.zeros((2, 9, 9, 1), np.uint8)
    assert center_crop(images) is images and center_crop(images, 9) is images
