"""Blur, as by the unsteady air above the telescope."""

import numpy as np
import pytest

from galaxy_core.augmentations import seeing


@pytest.mark.parametrize("channels", [1, 3])
def test_a_star_becomes_as_wide_as_asked_and_keeps_its_light(channels: int) -> None:
    stars = np.zeros((3, 33, 33, channels), np.float32)
    stars[:, 16, 16] = 200
    out = seeing.apply(stars, np.array([[0.0], [0.5], [1.0]], np.float32), seeing.Parameters(sigma=2))
    squares = (np.arange(33) - 16) ** 2
    widths = [np.sqrt((image[:, :, 0].sum(axis=1) * squares).sum() / 200) for image in out]
    assert np.allclose(widths, [0, 1, 2], atol=0.1) and np.allclose(out.sum(axis=(1, 2)), 200, rtol=1e-3)
    assert stars[2, 16, 16, 0] == 200, "its input stays as it was"
