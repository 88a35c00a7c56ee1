import numpy as np
import pytest

from galaxy_core.datasets.drawing import colours, optics
from galaxy_core.datasets.drawing.colours import Colour


def test_fluxes_of_magnitudes():
    assert colours.magnitude_flux(22.5) == pytest.approx(1.0)
    assert colours.magnitude_flux(20.0) == pytest.approx(10.0)


def test_a_colour_gives_the_ratios_of_the_bands():
    np.testing.assert_allclose(Colour(0.5, 1.0).ratios(), [10**0.4, 1.0, 10**-0.2], rtol=1e-6)


def test_the_grey_colour_is_grey_on_the_screen():
    shown = Colour(0.62, 0.47).ratios() * optics.SCALES
    np.testing.assert_allclose(shown, shown.mean(), rtol=0.01)


def test_bluer_galaxies_are_bluer():
    rng = np.random.default_rng(1)
    red = np.mean([colours.galaxy_colour(0.0, rng).g_r for _ in range(50)])
    blue = np.mean([colours.galaxy_colour(1.0, rng).g_r for _ in range(50)])
    assert red - blue == pytest.approx(0.48, abs=0.03)


def test_redder_means_less_g_and_more_z():
    before, after = Colour(0.6, 0.5).ratios(), Colour(0.6, 0.5).redder(0.2).ratios()
    assert after[2] < before[2] and after[0] > before[0]


def test_painting_keeps_the_flux_of_r():
    image = np.full((4, 4), 1.0 / 16.0, np.float32)
    light = colours.painted(image, 8.0, Colour(0.6, 0.5))
    assert light.shape == (3, 4, 4)
    assert light[1].sum() * colours.NATIVE_PIXELS == pytest.approx(8.0)


def test_flux_gives_the_wanted_mean_brightness():
    total = colours.flux(0.6, 5.0, 0.5)
    area = np.pi * 10.0**2 * 0.5  # native pixels inside the half light ellipse
    assert 3.4 * total / 2.0 / area == pytest.approx(0.6)
