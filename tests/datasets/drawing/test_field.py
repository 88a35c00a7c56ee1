import numpy as np
import pytest

from galaxy_core.datasets.drawing import colours, field
from galaxy_core.datasets.drawing.plane import CANVAS


def _dark():
    return np.zeros((3, CANVAS, CANVAS), np.float32)


def test_magnitudes_grow_in_number_with_the_wanted_slope():
    magnitudes = field.magnitudes(np.random.default_rng(0), 200_000, 0.33, 18.0, 22.0)
    assert magnitudes.min() >= 18.0 and magnitudes.max() <= 22.0
    counts, _ = np.histogram(magnitudes, [19.0, 20.0, 21.0])
    assert np.log10(counts[1] / counts[0]) == pytest.approx(0.33, abs=0.03)


def test_a_galaxy_brings_its_flux():
    light = _dark()
    field.add_galaxy(light, np.array([60.3, 80.7]), 20.0, np.random.default_rng(0))
    assert light[1].sum() * colours.NATIVE_PIXELS == pytest.approx(10.0, rel=1e-3)
    rows, columns = np.indices(light[1].shape)
    assert (light[1] * rows).sum() / light[1].sum() == pytest.approx(60.3 - 0.5, abs=0.1)
    assert (light[1] * columns).sum() / light[1].sum() == pytest.approx(80.7 - 0.5, abs=0.1)


def test_what_sticks_out_is_lost():
    light = _dark()
    field.add_galaxy(light, np.array([0.0, CANVAS - 1.0]), 18.0, np.random.default_rng(0))
    assert 0.0 < light[1].sum() * colours.NATIVE_PIXELS < 0.6 * colours.magnitude_flux(18.0)


def test_stars_and_faint_galaxies_are_found_all_over():
    light = _dark()
    field.add_stars(light, 4000, np.random.default_rng(0))
    field.add_galaxies(light, 1000, np.random.default_rng(1))
    assert np.isfinite(light).all() and light.min() >= 0.0
    quarters = light[1].reshape(2, CANVAS // 2, 2, CANVAS // 2)
    assert (quarters > 0.01).mean(axis=(1, 3)).min() > 0.2


def test_no_galaxy_is_no_galaxy():
    light = _dark()
    field.add_galaxies(light, 0, np.random.default_rng(0))
    field.add_stars(light, 0, np.random.default_rng(0))
    assert not light.any()
