import numpy as np
import pytest

from galaxy_core.datasets.drawing import tides
from galaxy_core.datasets.drawing.plane import window


def test_a_warp_leaves_the_centre_where_it_was():
    plane = window(30.0)
    bent = tides.warped(plane, 3.0, 8.0, np.random.default_rng(2))
    middle = len(plane.u) // 2
    assert bent.u[middle, middle] == plane.u[middle, middle]
    assert 1.0 < np.std(bent.u - plane.u) < 6.0


def test_a_tail_lies_between_its_ends():
    plane = window(50.0)
    for seed in range(10):
        image = tides.tail(plane, 8.0, 26.0, np.random.default_rng(seed))
        radius = plane.radius()
        assert image.sum() == pytest.approx(1.0, abs=1e-4)
        assert image[(radius > 5.0) & (radius < 30.0)].sum() > 0.8


def test_a_bridge_joins_its_ends_and_swells_aside():
    plane = window(20.0)
    image = tides.bridge(plane, 20.0, 4.0, 1.0)
    assert (image * plane.u).sum() == pytest.approx(0.0, abs=1e-3)
    assert 1.0 < (image * plane.v).sum() < 4.0


@pytest.mark.parametrize("draw", [tides.shells, tides.plume])
def test_debris_is_of_unit_sum_and_to_one_side(draw):
    plane = window(60.0)
    sides = []
    for seed in range(8):
        image = draw(plane, 8.0, np.random.default_rng(seed))
        assert image.sum() == pytest.approx(1.0, abs=1e-4)
        sides.append(np.hypot((image * plane.u).sum(), (image * plane.v).sum()))
    assert np.median(sides) > 2.0
