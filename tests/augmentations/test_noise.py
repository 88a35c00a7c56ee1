"""Gaussian noise of varying strength."""

import numpy as np

from galaxy_core.augmentations import noise


def test_strength_and_independence() -> None:
    random = np.array([[0.1, 1.0], [0.7, 1.0], [0.4, 0.5], [0.2, 0.0]], np.float32)
    out = noise.apply(np.zeros((4, 64, 64, 3), np.float32), random, noise.Parameters(sigma=8))
    assert np.allclose(out.std(axis=(1, 2, 3)), [8, 8, 4, 0], rtol=0.05)
    assert np.abs(out.mean(axis=(1, 2, 3))).max() < 0.5
    assert abs(np.corrcoef(out[0].ravel(), out[1].ravel())[0, 1]) < 0.05
    assert abs(np.corrcoef(out[0, :, 1:].ravel(), out[0, :, :-1].ravel())[0, 1]) < 0.05


def test_its_input_stays_as_it_was() -> None:
    batch = np.zeros((2, 8, 8, 3), np.float32)
    noise.apply(batch, np.full((2, 2), 0.5, np.float32), noise.Parameters())
    assert not batch.any()
