import numpy as np
import pytest

from galaxy_core.datasets.drawing import CLASSES, sizes


def test_every_class_has_its_sizes():
    assert len(sizes.SIZES) == CLASSES
    assert all(one.low < one.median < one.high for one in sizes.SIZES)


@pytest.mark.parametrize("label", range(CLASSES))
def test_bodies_follow_them(label):
    rng, wanted = np.random.default_rng(label), sizes.SIZES[label]
    bodies = [sizes.random_body(label, rng) for _ in range(1500)]
    lengths = np.array([body.length for body in bodies])
    assert np.median(lengths) == pytest.approx(wanted.median, rel=0.06)
    assert lengths.min() >= wanted.low and lengths.max() <= wanted.high
    assert np.median([body.brightness for body in bodies]) == pytest.approx(wanted.brightness, rel=0.08)
    first, second = wanted.blueness
    assert np.mean([body.blueness for body in bodies]) == pytest.approx(first / (first + second), abs=0.03)


def test_half_the_light_of_an_exponential_disc_lies_within_its_half_light_radius():
    r = np.linspace(0, 30, 30_001)
    light = np.cumsum(r * np.exp(-r))
    assert r[np.searchsorted(light, light[-1] / 2)] == pytest.approx(sizes.HALF_LIGHT, abs=0.002)
