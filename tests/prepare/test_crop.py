"""The middle of an image, as a square."""

import numpy as np
import pytest

from galaxy_core.prepare import crop


@pytest.mark.parametrize(
    ("shape", "fraction", "side"),
    [((69, 69), 0.75, 52), ((256, 256), 0.5, 128), ((40, 100), 1.0, 40), ((3, 3), 0.1, 1)],
)
def test_the_middle_stays(shape: tuple[int, int], fraction: float, side: int) -> None:
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    image = np.stack([rows, columns, rows], axis=-1).astype(np.uint8)[None]
    out = crop.apply(image, crop.Parameters(fraction=fraction))
    assert out.shape == (1, side, side, 3)
    middle = np.array([(shape[0] - 1) / 2, (shape[1] - 1) / 2])
    assert np.abs(out[0, :, :, :2].mean(axis=(0, 1)) - middle).max() <= 0.5
