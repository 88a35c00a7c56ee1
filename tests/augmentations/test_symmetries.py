"""The eight symmetries of a square, exact to the bit."""

import numpy as np
import pytest

from galaxy_core import augmentations
from tests.augmentations.pictures import confetti, table


@pytest.mark.parametrize("views", [1, 4, 8])
def test_every_view_comes_up_equally_often_and_no_other(views: int) -> None:
    image, pipeline = confetti(1, (8, 8, 3))[0], augmentations.pipeline((f"symmetries:views={views}",))
    expected = [np.rot90(side, turns) for side in (image, image[:, ::-1]) for turns in range(4)][:views]
    out = pipeline(np.stack([image] * 4000), table(1, 4000))
    found = np.array([[np.array_equal(one, view) for view in expected] for one in out])
    assert (found.sum(axis=1) == 1).all() and np.abs(found.mean(axis=0) - 1 / views).max() < 0.03


def test_the_largest_number_is_the_last_view() -> None:
    image = confetti(1)
    last = np.float32([[1 - 2**-24]])
    out = augmentations.pipeline(("symmetries",))(image, last)
    assert np.array_equal(out[0], np.rot90(image[0][:, ::-1], 3))


def test_an_oblong_image_keeps_its_shape() -> None:
    image = confetti(1, (5, 9, 3))
    out = augmentations.pipeline(("symmetries",))(np.repeat(image, 8, axis=0), np.float32(np.arange(8)[:, None] / 8))
    assert out.shape == (8, 5, 9, 3) and np.array_equal(out[[0, 2, 4, 6]], [
        image[0], image[0][::-1, ::-1], image[0][:, ::-1], image[0][::-1],
    ])  # fmt: skip
    assert np.abs(out[1][:, 2:7].astype(int) - np.rot90(image[0][:, 2:7])).max() <= 1, "the middle, turned by a quarter"
