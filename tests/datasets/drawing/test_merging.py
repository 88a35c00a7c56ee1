"""Merging galaxies: in most images there are two brightest places."""

import numpy as np
from scipy import ndimage

from galaxy_core.datasets.drawing import merging


def nuclei(light: np.ndarray) -> int:
    """Places brighter than all within 4 pixels and than a twentieth of the brightest."""
    image = ndimage.gaussian_filter(light.sum(axis=0), 1.0)
    peaks = (image == ndimage.maximum_filter(image, 9)) & (image > image.max() / 20)
    return int(peaks.sum())


def test_most_show_two_nuclei() -> None:
    found = [nuclei(merging.draw(1, np.random.default_rng(seed))) for seed in range(30)]
    assert np.mean(np.array(found) >= 2) > 0.6


def test_light_is_sound() -> None:
    for seed in range(12):
        light = merging.draw(1, np.random.default_rng(seed))
        assert light.dtype == np.float32 and light.shape[0] == 3
        assert np.isfinite(light).all() and light.min() >= 0 and light.sum() > 0
