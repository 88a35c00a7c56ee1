"""The sky map and the redshifts, by their numbers."""

import re
from dataclasses import replace

import numpy as np
import pytest

from galaxy_core import datasets
from galaxy_core.charts import pictures, sky
from galaxy_core.datasets import Galaxies
from tests.charts.drawn import layers, sound


def named(row: int) -> str:
    return "abcd"[row % 4]


def test_a_point_for_each_galaxy_that_has_a_place() -> None:
    ra, dec = np.array([10.0, np.nan, 200.0, 30.0]), np.array([5.0, 5.0, np.nan, -5.0])
    assert sky.sky_rows(ra, dec, named) == [
        {"galaxy": "a", "ra": 10.0, "dec": 5.0, "place": "RA 10.000°, Dec +5.000°"},
        {"galaxy": "d", "ra": 30.0, "dec": -5.0, "place": "RA 30.000°, Dec -5.000°"},
    ]


def test_of_very_many_only_some_are_shown_and_named() -> None:
    n, asked = sky.SHOWN + 50, []
    rows = sky.sky_rows(np.linspace(0, 359, n), np.zeros(n), lambda row: asked.append(row) or str(row))
    assert len(rows) == len(set(asked)) == sky.SHOWN and asked == sorted(asked)


def places(*galaxies: tuple[float, float]) -> list[tuple[float, float]]:
    """Where galaxies are drawn on a map of 400 × 200 pixels, from its middle: to the right, upward."""
    rows = sky.sky_rows(*np.array(galaxies).T, named)
    drawn = pictures.inline(replace(sky.sky_map(rows, 200), spec=sky.sky_map(rows, 200).spec | {"width": 400}), 400)
    circles = drawn.split('class="mark-symbol')[1].split("</g>")[0]
    found = re.findall(r'transform="translate\(([-\d.e]+),([-\d.e]+)\)"', circles)
    return [(float(x) - 200, 100 - float(y)) for x, y in found]


def test_mollweide_with_east_to_the_left_and_180_degrees_in_the_middle() -> None:
    middle, pole, east, west, quarter = places((180, 0), (10, 90), (190, 20), (170, 20), (90, 0))
    assert middle == pytest.approx((0, 0), abs=1) and pole == pytest.approx((0, 100), abs=2)
    assert east[0] < 0 < west[0] and quarter == pytest.approx((100, 0), abs=3)


def test_the_sky_has_its_outline_its_lines_and_its_degrees() -> None:
    chart = sound(sky.sky_map(sky.sky_rows(np.array([10.0]), np.array([5.0]), named)))
    assert len(layers(chart, "geoshape")) == 2 and len(layers(chart, "text")) == 1


def test_redshifts_are_counted_and_unknown_ones_left_out() -> None:
    chart = sound(sky.redshifts(np.array([0.0111] * 5 + [0.09] * 3 + [0.1] * 2 + [np.nan])))
    assert sum(row["galaxies"] for row in chart.rows) == 10 and chart.alt == "Redshifts of 10 galaxies"
    assert [row["galaxies"] for row in chart.rows if row["low"] <= 0.0111 < row["high"]] == [5]


def test_a_single_redshift_of_nought() -> None:
    assert sum(row["galaxies"] for row in sky.redshift_rows(np.array([0.0]))) == 1


@pytest.fixture
def decals() -> Galaxies:
    """One galaxy at a known place, one nowhere."""
    sample = datasets.open_dataset("sample")
    return replace(sample, ra=np.array([150.25, np.nan]), dec=np.array([-2.5, np.nan]))


def test_the_viewer_at_a_place_that_is_known(decals: Galaxies):
    assert sky.viewer(decals, 0).endswith("/viewer?ra=150.25000&dec=-2.50000&layer=ls-dr9&zoom=15")
    assert sky.viewer(decals, 1) is None, "nobody knows where it is"
    assert sky.viewer(replace(decals, ra=None), 0) is None
