import math

import numpy as np
import pytest
from scipy.special import k1

from galaxy_core.datasets.drawing import profiles
from galaxy_core.datasets.drawing.plane import window


@pytest.mark.parametrize(("index", "ratio"), [(0.6, 1.0), (1.0, 0.7), (2.0, 1.0), (3.0, 0.5)])
def test_half_of_a_sersic_galaxy_lies_inside_its_half_light_ellipse(index, ratio):
    plane = window(72.0)
    image = profiles.sersic(plane, 6.0, ratio, index)
    assert image.sum() == pytest.approx(1.0, abs=1e-4)
    assert image[plane.radius(ratio) < 6.0].sum() == pytest.approx(0.5, abs=0.04)


def test_a_sersic_galaxy_of_index_one_is_exponential():
    plane = window(40.0)
    image = profiles.sersic(plane, 1.678 * 5.0, 1.0, 1.0)
    middle = len(image) // 2
    assert image[middle, middle + 10] / image[middle, middle + 20] == pytest.approx(math.exp(10.0 / 5.0), rel=0.02)


def test_the_edge_on_profile_is_that_of_the_bessel_function():
    x = np.linspace(0.05, 8.0, 50).astype(np.float32)
    np.testing.assert_allclose(profiles.k1_profile(x), x * k1(x), rtol=0.02)
    assert profiles.k1_profile(np.float32([1e9]))[0] < 1e-4


def test_sech2_falls_from_one_without_overflow():
    values = profiles.sech2(np.float32([-1000.0, 0.0, 1.0, 1000.0]))
    np.testing.assert_allclose(values, [0.0, 1.0, 1.0 / math.cosh(1.0) ** 2, 0.0], atol=1e-6)


def test_sigmoid_runs_from_nought_to_one_without_overflow():
    np.testing.assert_allclose(profiles.sigmoid(np.float32([-1e4, 0.0, 1e4])), [0.0, 0.5, 1.0])


def test_a_bar_is_as_long_and_as_thin_as_wanted():
    plane = window(40.0)
    image = profiles.bar(plane, 12.0, 0.3, 3.0)
    length = math.sqrt((image * plane.u**2).sum())
    height = math.sqrt((image * plane.v**2).sum())
    assert image.sum() == pytest.approx(1.0, abs=1e-4)
    assert height / length == pytest.approx(0.3, rel=0.05)
    assert image[:, np.abs(plane.u[0]) > 12.0].sum() < 0.03


def test_a_ring_is_brightest_at_its_radius():
    radius = window(20.0).radius()
    image = profiles.ring(radius, 9.0, 1.5)
    assert radius.flat[image.argmax()] == pytest.approx(9.0, abs=0.5)
