import numpy as np
import pytest

from galaxy_core.datasets.drawing import edge_on
from galaxy_core.datasets.drawing.edge_on import EdgeOn
from galaxy_core.datasets.drawing.plane import window

SHAPE = EdgeOn(length=12.0, height=3.0, end=48.0, dip=0.0, integrated=True)


def test_the_disc_is_of_unit_sum_and_of_the_wanted_height():
    plane = window(64.0)
    image = edge_on.disc_image(plane, SHAPE)
    assert image.sum() == pytest.approx(1.0, abs=1e-4)
    height = np.sqrt((image * plane.v**2).sum())  # of sech²(z / z0): pi z0 / sqrt(12)
    assert height == pytest.approx(np.pi * SHAPE.height / np.sqrt(12.0), rel=0.03)


def test_the_disc_ends_at_its_end():
    plane = window(68.0)
    image = edge_on.disc_image(plane, SHAPE)
    assert image[np.abs(plane.u) > SHAPE.end + 6.0].sum() < 0.002


def test_dust_reddens():
    for seed in range(5):
        passed = edge_on.dust_lane(window(40.0), SHAPE, np.random.default_rng(seed))
        assert passed.shape == (3, 80, 80) and passed.min() > 0.0 and passed.max() <= 1.0
        assert passed[0].min() > passed[1].min() > passed[2].min()


def test_only_the_class_with_bulge_has_much_of_one():
    rng = np.random.default_rng(0)
    assert max(edge_on._bulge_share(8, rng) for _ in range(200)) <= 0.06
    assert min(edge_on._bulge_share(9, rng) for _ in range(200)) >= 0.12
