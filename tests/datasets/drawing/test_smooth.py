import itertools

import numpy as np
import pytest

from galaxy_core.datasets.drawing import colours, smooth
from galaxy_core.datasets.drawing.plane import window
from galaxy_core.datasets.drawing.sizes import Body


@pytest.mark.parametrize("label", [2, 3, 4])
def test_light_falls_outward(label):
    for seed in range(6):
        image = smooth.draw(label, np.random.default_rng(seed))[1].astype(float)
        y, x = np.indices(image.shape) - (len(image) - 1) / 2.0
        radius = np.hypot(x, y)
        rings = [image[(radius >= r) & (radius < r + 3)].mean() for r in range(0, 15, 3)]
        assert all(inner > outer for inner, outer in itertools.pairwise(rings))


def test_a_spheroid_has_the_light_it_should_and_a_redder_core():
    body = Body(length=6.0, brightness=0.7, blueness=0.2)
    light = smooth.spheroid(window(60.0), body, 0.8, 2.0, np.random.default_rng(1))
    wanted = colours.flux(body.brightness, body.length, 0.8)
    assert light[1].sum() * colours.NATIVE_PIXELS == pytest.approx(wanted, rel=0.05)
    middle = light[:, len(light[0]) // 2 - 3 : len(light[0]) // 2 + 3, len(light[0]) // 2 - 3 : len(light[0]) // 2 + 3]
    core, whole = middle.sum(axis=(1, 2)), light.sum(axis=(1, 2))
    red, blue = (0, 2) if whole[0] < whole[2] else (2, 0)  # g is the faintest band of a red galaxy, z the brightest
    assert core[blue] / core[red] > whole[blue] / whole[red]


def test_round_in_between_and_cigar_are_told_by_their_ratios():
    assert smooth.RATIOS[4][1] <= smooth.RATIOS[3][0] < smooth.RATIOS[3][1] < smooth.RATIOS[2][1] == 1.0
