import numpy as np
import pytest

from galaxy_core.datasets.drawing import optics
from galaxy_core.datasets.drawing.plane import CANVAS

DARK = np.zeros((3, 128, 128), np.float32)


def _point():
    light = np.zeros((3, CANVAS, CANVAS), np.float32)
    light[:, 72, 72] = 100.0
    return light


def test_the_blur_keeps_the_light_and_has_the_wanted_width():
    width = float(optics.WIDTHS[14])
    blurred = optics.blurred(_point(), width)
    np.testing.assert_allclose(blurred.sum(axis=(1, 2)), 100.0, rtol=1e-4)
    profile = blurred[1, 72, 72:] / blurred[1, 72, 72]
    assert 2.0 * np.interp(-0.5, -profile[:10], np.arange(10.0)) == pytest.approx(width, rel=0.1)


def test_the_air_blurs_blue_light_more():
    peaks = optics.blurred(_point(), 2.4).max(axis=(1, 2))
    assert peaks[0] > peaks[1] > peaks[2]


def test_empty_sky_comes_out_at_32():
    assert (optics.stretched(DARK) == 32).all()


@pytest.mark.parametrize("light", [0.0, 0.1, 0.7, 2.0])
def test_the_stretch_is_that_of_the_formula(light):
    x = np.array([1.2, 1.0, 0.8]) * light + 0.03
    mean = x.mean()
    wanted = 255.0 * np.clip(x * np.arcsinh(20.0 * mean) / (np.sqrt(20.0) * mean), 0.0, 1.0)
    scaled = (np.array([1.2, 1.0, 0.8]) * light)[:, None, None] * np.ones((3, 2, 2))
    got = optics.stretched(scaled.astype(np.float32))
    assert got.dtype == np.uint8 and got.shape == (2, 2, 3)
    np.testing.assert_allclose(got[0, 0], wanted, atol=0.6)


def test_light_below_the_sky_is_black_not_wrapped():
    assert (optics.stretched(np.full((3, 2, 2), -1.0, np.float32)) == 0).all()


def test_noise_is_correlated_between_the_channels_and_stronger_in_red():
    rng = np.random.default_rng(0)
    images = [optics.stretched(optics.noise(DARK, 1.0, rng)).astype(float) for _ in range(6)]
    pixels = np.stack(images).reshape(-1, 3)
    spread, agreement = pixels.std(axis=0), np.corrcoef(pixels.T)
    assert spread.min() > 6.5 and spread.max() < 9.0 and spread[0] == spread.max()
    assert 0.5 < agreement[0, 1] < 0.8 and 0.5 < agreement[1, 2] < 0.8


def test_noise_grows_with_the_light():
    rng = np.random.default_rng(0)
    assert optics.noise(DARK + 1.0, 1.0, rng).std() > 1.4 * optics.noise(DARK, 1.0, rng).std()
