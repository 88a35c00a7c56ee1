"""Brightness and colour."""

import numpy as np
import pytest

from galaxy_core.augmentations import brightness


@pytest.mark.parametrize("channels", [1, 3, 5])
def test_factors_stay_within_their_limits(channels: int) -> None:
    random = np.random.default_rng(0).random((500, 4), dtype=np.float32)
    out = brightness.apply(
        np.full((500, 2, 2, channels), 100, np.float32), random, brightness.Parameters(0.12, 0.06), 50.0
    )
    assert out.shape == (500, 2, 2, channels) and out.dtype == np.float32
    assert 100 * 0.88 * 0.94 <= out.min() < 85 and 115 < out.max() <= 100 * 1.12 * 1.06
    assert np.ptp(out, axis=(1, 2)).max() == 0, "one factor for a whole image and colour"


def test_the_middle_of_the_numbers_changes_nothing() -> None:
    batch = np.random.default_rng(0).random((3, 4, 4, 3), dtype=np.float32)
    assert np.allclose(brightness.apply(batch, np.full((3, 4), 0.5, np.float32), brightness.Parameters(), 50.0), batch)
