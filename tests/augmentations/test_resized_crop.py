"""A part of the image, brought to full size."""

import numpy as np
import pytest

from galaxy_core import augmentations
from galaxy_core.augmentations import resized_crop
from tests.augmentations.pictures import confetti, table


@pytest.mark.parametrize("size", [(64, 64), (40, 70), (1, 1)])
@pytest.mark.parametrize("cut", [0.0, 0.5, 0.92])
def test_nothing_comes_from_outside(size: tuple[int, int], cut: float) -> None:
    random = np.concatenate([table(3, 300), np.float32([[1, 0, 0], [1, 1, 1], [1, 0, 1], [0, 0, 0]])])
    made = resized_crop.matrices(random, resized_crop.Parameters(cut=cut), size)
    sides = made[:, 0, 0]
    assert np.array_equal(sides, made[:, 1, 1]) and not made[:, 0, 1].any() and not made[:, 1, 0].any()
    assert (
        1 - cut - 1e-3 <= (sides**2).min()
        and (sides**2).max() <= 1
        and (sides**2).mean() == pytest.approx(1 - cut / 2, abs=0.03)
    )
    reach = np.array([size[1] - 1, size[0] - 1]) / 2
    corners = sides[:, None] * reach + np.abs(made[:, :, 2])
    assert (corners <= reach + 1e-4).all(), "from a corner of the result one comes to a place inside the image"
    assert not augmentations.pipeline((f"resized_crop:cut={cut}",)).blank(random, size).any()


def test_a_quarter_of_the_area_is_twice_as_large() -> None:
    image = np.zeros((1, 65, 65, 1), np.uint8)
    image[0, 24:41, 24:41] = 200
    numbers = np.float32([[0.75 / 0.9, 0.5, 0.5]])
    out = augmentations.pipeline(("resized_crop:cut=0.9",))(image, numbers)
    assert out.sum() / image.sum() == pytest.approx(4, rel=0.06)
    corner = augmentations.pipeline(("resized_crop:cut=0.9",))(confetti(1), np.float32([[0.75 / 0.9, 0, 0]]))
    assert np.array_equal(corner[0, 0, 0], confetti(1)[0, 0, 0]), "it begins in the corner of the image"
