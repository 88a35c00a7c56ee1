"""Left and right exchanged in half of the images."""

import numpy as np

from galaxy_core import augmentations


def test_half_of_the_images_are_mirrored_exactly() -> None:
    images = np.random.default_rng(0).integers(0, 256, (2, 32, 32, 3), np.uint8)
    out = augmentations.pipeline(("mirror",))(images, np.array([[0.2], [0.8]], np.float32))
    assert np.array_equal(out[0], images[0, :, ::-1]) and np.array_equal(out[1], images[1])
