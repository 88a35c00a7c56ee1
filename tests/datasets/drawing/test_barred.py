"""Barred spirals have a bar: their light in the middle is longer in one direction."""

import numpy as np

from galaxy_core.datasets.drawing import barred


def bar_strength(light: np.ndarray) -> float:
    """The second harmonic of the light around the middle, over its mean: the largest over radii of 4 to 20 pixels."""
    image, side = light[0].astype(np.float64), np.arange(light.shape[1]) - (light.shape[1] - 1) / 2
    v, u = np.meshgrid(side, side, indexing="ij")
    radius, azimuth = np.hypot(u, v), np.arctan2(v, u)
    rings = [np.abs(radius - at) < 1 for at in range(4, 21)]
    return max(np.abs((image[r] * np.exp(2j * azimuth[r])).sum()) / image[r].sum() for r in rings)


def test_the_bar_stands_out() -> None:
    found = [bar_strength(barred.draw(5, np.random.default_rng(seed))) for seed in range(20)]
    assert np.median(found) > 0.3


def test_light_is_sound() -> None:
    light = barred.draw(5, np.random.default_rng(0))
    assert light.dtype == np.float32 and light.ndim == 3 and light.shape[0] == 3
    assert np.isfinite(light).all() and light.min() >= 0 and light.sum() > 0
