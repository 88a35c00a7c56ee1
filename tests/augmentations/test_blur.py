"""Blur, as by the unsteady air above the telescope."""

import numpy as np

from galaxy_core.augmentations import blur


def test_a_star_is_spread_by_the_width_drawn_for_it_and_keeps_its_light() -> None:
    batch = np.zeros((3, 41, 41, 3), np.float32)
    batch[:, 20, 20] = 255
    out = blur.apply(batch, np.array([[0.0], [0.5], [1.0]], np.float32), blur.Parameters(sigma=4), 50.0)
    assert np.array_equal(out[0], batch[0])
    assert np.allclose(out.sum(axis=(1, 2, 3)), batch.sum(axis=(1, 2, 3)), rtol=1e-3)
    y, x = np.indices((41, 41)) - 20
    widths = [np.sqrt((image[..., 0] * (x**2 + y**2)).sum() / image[..., 0].sum() / 2) for image in out[1:]]
    assert np.allclose(widths, [2, 4], rtol=0.05)


def test_its_input_stays_as_it_was() -> None:
    batch = np.random.default_rng(0).random((2, 8, 8, 3), dtype=np.float32)
    before = batch.copy()
    blur.apply(batch, np.ones((2, 1), np.float32), blur.Parameters(), 50.0)
    assert np.array_equal(batch, before)
