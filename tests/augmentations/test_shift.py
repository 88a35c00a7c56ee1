"""Small shifts."""

import numpy as np

from galaxy_core import augmentations
from galaxy_core.augmentations import shift


def test_shifts_are_a_share_of_the_shorter_side() -> None:
    random = np.array([[0.0, 1.0], [0.5, 0.5]], np.float32)
    for size in ((60, 60), (60, 90), (90, 60)):
        made = shift.matrices(random, shift.Parameters(share=0.1), size)
        assert np.allclose(made[:, :, :2], np.eye(2)) and np.allclose(made[:, :, 2], [[-6, 6], [0, 0]])


def test_whole_pixels_are_exact() -> None:
    image = np.random.default_rng(0).integers(0, 256, (1, 40, 40, 3), np.uint8)
    out = augmentations.pipeline(("shift",))(image, np.array([[1.0, 0.5]], np.float32))  # 0.025 · 40 = 1 pixel
    assert np.array_equal(out[0, :, :-1], image[0, :, 1:])
    assert np.array_equal(out[0, :, -1], image[0, :, -2]), "beyond the edge the image is reflected"
