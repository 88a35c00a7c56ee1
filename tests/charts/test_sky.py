"""The sky map and the redshifts, by their numbers."""

from dataclasses import replace

import numpy as np
import pytest

from galaxy_core import datasets
from galaxy_core.charts import sky
from galaxy_core.datasets import Galaxies


def test_the_middle_the_poles_and_the_edge():
    x, y = sky.mollweide(np.array([180.0, 10.0, 200.0, 0.0, 90.0]), np.array([0.0, 90.0, -90.0, 0.0, 0.0]))
    assert x == pytest.approx([0, 0, 0, 2, 1], abs=1e-4) and y == pytest.approx([0, 1, -1, 0, 0], abs=1e-4)


def test_east_is_to_the_left():
    x, _ = sky.mollweide(np.array([170.0, 190.0, 350.0]), np.array([20.0, 20.0, 20.0]))
    assert x[0] > 0 > x[1] > x[2]


def test_equal_areas_stay_equal():
    random = np.random.default_rng(1)
    _, y = sky.mollweide(random.uniform(0, 360, 40_000), np.degrees(np.arcsin(random.uniform(-1, 1, 40_000))))
    half = np.mean(np.abs(y) < np.sin(np.pi / 6))  # the share of an ellipse within that height
    assert half == pytest.approx((np.pi / 6 + np.sin(np.pi / 3) / 2) / (np.pi / 2), abs=0.01)


def test_a_point_for_each_galaxy_that_has_a_place():
    ra, dec = np.array([10.0, np.nan, 200.0, 30.0]), np.array([5.0, 5.0, np.nan, -5.0])
    points = sky.sky_map(ra, dec, ["a", "b", "c", "d"]).data[-1]
    assert list(points.customdata) == [0, 3]
    assert points.text[1] == "d<br>RA 30.000°, Dec -5.000°"
    assert list(points.x) == pytest.approx(sky.mollweide(ra[[0, 3]], dec[[0, 3]])[0].tolist())


def test_of_very_many_only_some_are_shown():
    n = sky.SHOWN + 50
    points = sky.sky_map(np.linspace(0, 359, n), np.zeros(n), [""] * n).data[-1]
    assert len(set(points.customdata)) == len(points.x) == sky.SHOWN


def test_redshifts_are_counted_and_unknown_ones_left_out():
    values = np.array([0.0111] * 5 + [0.09] * 3 + [0.1] * 2 + [np.nan])
    bars = sky.redshifts(values).data[0]
    assert sum(bars.y) == 10 and bars.y[int(np.argmin(np.abs(np.asarray(bars.x) - 0.0111)))] == 5


def test_a_single_redshift_of_nought():
    assert sum(sky.redshifts(np.array([0.0])).data[0].y) == 1


@pytest.fixture
def decals() -> Galaxies:
    """One galaxy at a known place, one nowhere."""
    sample = datasets.open_dataset("sample")
    return replace(sample, ra=np.array([150.25, np.nan]), dec=np.array([-2.5, np.nan]))


def test_the_viewer_at_a_place_that_is_known(decals: Galaxies):
    assert sky.viewer(decals, 0).endswith("/viewer?ra=150.25000&dec=-2.50000&layer=ls-dr9&zoom=15")
    assert sky.viewer(decals, 1) is None, "nobody knows where it is"
    assert sky.viewer(replace(decals, ra=None), 0) is None
