"""The middle of an image, as a square."""

import numpy as np
import pytest

from galaxy_core.prepare import crop


def numbered(shape: tuple[int, int]) -> np.ndarray:
    """One image whose pixels hold their row, their column and their row again."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    return np.stack([rows, columns, rows], axis=-1).astype(np.uint8)[None]


@pytest.mark.parametrize(
    ("shape", "chosen", "side"),
    [
        ((69, 69), {"fraction": 0.75}, 52),
        ((256, 256), {"fraction": 0.5}, 128),
        ((40, 100), {"fraction": 1.0}, 40),
        ((3, 3), {"fraction": 0.1}, 1),
        ((69, 69), {"pixels": 30}, 30),
        ((69, 69), {"pixels": 31, "fraction": 0.1}, 31),
        ((40, 100), {"pixels": 64}, 40),
        ((1, 1), {"pixels": 4096}, 1),
    ],
)
def test_the_middle_stays(shape: tuple[int, int], chosen: dict, side: int) -> None:
    out = crop.apply(numbered(shape), crop.Parameters(**chosen))
    assert out.shape == (1, side, side, 3)
    centre = np.array([(shape[0] - 1) / 2, (shape[1] - 1) / 2])
    assert np.abs(out[0, :, :, :2].mean(axis=(0, 1)) - centre).max() <= 0.5
