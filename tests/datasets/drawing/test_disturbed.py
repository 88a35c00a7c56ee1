"""Disturbed galaxies are less symmetric than smooth ones."""

import numpy as np

from galaxy_core.datasets.drawing import disturbed, smooth


def asymmetry(light: np.ndarray) -> float:
    """What changes when the image is turned by half a turn, over its light."""
    image = light.sum(axis=0, dtype=np.float64)
    return float(np.abs(image - image[::-1, ::-1]).sum() / image.sum())


def test_they_are_not_symmetric() -> None:
    odd = [asymmetry(disturbed.draw(0, np.random.default_rng(seed))) for seed in range(25)]
    even = [asymmetry(smooth.draw(3, np.random.default_rng(seed))) for seed in range(25)]
    assert np.median(odd) > 2 * np.median(even)


def test_light_is_sound() -> None:
    for seed in range(12):
        light = disturbed.draw(0, np.random.default_rng(seed))
        assert light.dtype == np.float32 and light.shape[0] == 3
        assert np.isfinite(light).all() and light.min() >= 0 and light.sum() > 0
