"""An image lit by a map: the highest part bright and with a line round it, also where the map's values lie close."""

import numpy as np
import pytest

from galaxy_core.prediction import lighting

GREY = np.full((64, 64, 3), 100, np.uint8)


def ramp(low: float, high: float) -> np.ndarray:
    return np.repeat(np.linspace(low, high, 64, dtype=np.float32)[None], 64, axis=0)


@pytest.mark.parametrize("ends", [(0, 1), (0.6, 1), (0.001, 0.002)])
def test_the_range_of_the_map_is_all_of_the_light(ends: tuple[float, float]):
    out = lighting.lit(GREY, ramp(*ends))
    assert out.shape == (320, 320, 3) and out[160, 0].max() <= 30 and out[160, -3].min() >= 97
    line = (out == lighting.LINE).all(axis=2)
    assert line[160].any() and abs(int(np.flatnonzero(line[160])[0]) - 160) <= 4  # where the map is half of its range


@pytest.mark.parametrize("values", [np.zeros((64, 64)), np.ones((64, 64)), ramp(0.97, 1.0)])
def test_an_even_map_changes_nothing_and_says_so(values: np.ndarray):
    assert lighting.is_even(values) and not lighting.is_even(ramp(0.9, 1))
    assert (lighting.lit(GREY, values) == 100).all()


def test_grey_images_are_shown_in_three_colours():
    assert lighting.lit(GREY[:, :, :1], ramp(0, 1)).shape == (320, 320, 3)
