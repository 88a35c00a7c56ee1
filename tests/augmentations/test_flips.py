"""Left and right, above and below exchanged, each in half of the images."""

import numpy as np
import pytest

from galaxy_core import augmentations
from tests.augmentations.pictures import confetti, table


@pytest.mark.parametrize("shape", [(32, 32, 3), (5, 9, 1)])
def test_each_flip_is_exact_and_comes_alone_or_with_the_other(shape: tuple[int, int, int]) -> None:
    image = confetti(1, shape)[0]
    random = np.array([[0.2, 0.8], [0.8, 0.2], [0.2, 0.2], [0.8, 0.8]], np.float32)
    across, upside_down = image[:, ::-1], image[::-1]
    for axes, expected in (
        ("both", (across, upside_down, across[::-1], image)),
        ("horizontal", (across, image, across, image)),
        ("vertical", (image, upside_down, upside_down, image)),
    ):
        assert np.array_equal(augmentations.pipeline((f"flips:axes={axes}",))(np.stack([image] * 4), random), expected)


def test_half_of_the_images_are_flipped() -> None:
    images = np.tile(np.arange(2, dtype=np.uint8)[None, None, :, None], (4000, 1, 1, 1))
    out = augmentations.pipeline(("flips:axes=horizontal",))(images, table(2, 4000))
    assert abs(out[:, 0, 0].mean() - 0.5) < 0.03
