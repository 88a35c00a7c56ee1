"""Larger and smaller copies about the centre."""

import numpy as np

from galaxy_core import augmentations
from galaxy_core.augmentations import zoom


def test_scales_lie_evenly_in_the_logarithm() -> None:
    random = np.array([[0.0], [0.5], [1.0]], np.float32)
    made = zoom.matrices(random, zoom.Parameters(range=0.2), (64, 64))
    assert np.allclose(made[:, 0, 0], np.exp([0.2, 0, -0.2])) and np.allclose(made[:, 0, 1], 0)


def test_a_disc_grows_and_stays_in_the_middle() -> None:
    rows, columns = np.mgrid[:65, :65] - 32
    disc = (np.hypot(rows, columns) < 15).astype(np.uint8)[None, :, :, None] * np.uint8(200)
    large = augmentations.pipeline(("zoom",))(disc, np.array([[0.999]], np.float32))
    assert np.isclose(large.sum() / disc.sum(), np.exp(0.4), rtol=0.05)
    assert abs((large[0, :, :, 0] * rows).sum() / large.sum()) < 0.1
