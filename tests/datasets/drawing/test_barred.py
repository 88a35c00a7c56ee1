import numpy as np
import pytest

from galaxy_core.datasets.drawing import barred, profiles
from galaxy_core.datasets.drawing.plane import window


@pytest.mark.parametrize("seed", range(12))
def test_two_arms_start_at_the_ends_of_the_bar(seed):
    bar = barred.Bar(length=10.0, ratio=0.3, direction=0.7, steepness=2.0)
    arms = barred.bar_arms(bar, 8.0, np.random.default_rng(seed))
    assert 8.0 <= arms.start <= 11.0 and arms.end > arms.start
    if arms.number == 2:  # the crest m(θ − wind) + phase = 0 at r = bar length lies in the bar's direction
        wind = arms.sense * np.log(bar.length / 8.0) / np.tan(arms.pitch)
        assert np.cos(2 * (bar.direction - wind) + arms.phase) == pytest.approx(1.0, abs=1e-6)


def test_the_bar_is_there_more_light_along_one_direction_than_across():
    light = [barred.draw(5, np.random.default_rng(seed))[1].astype(float) for seed in range(20)]
    assert np.median([_elongation(image, 8.0) for image in light]) > 1.3


def test_a_bar_is_as_long_as_it_says():
    plane = window(40.0)
    image = profiles.bar(plane, 12.0, 0.3, 3.0)
    along, across = (image * np.abs(plane.u)).sum() / image.sum(), (image * np.abs(plane.v)).sum() / image.sum()
    assert 3.0 < along < 12.0 and across < 0.5 * along


def _elongation(image, radius):
    y, x = np.indices(image.shape) - (len(image) - 1) / 2.0
    inner = np.where(np.hypot(x, y) < radius, image, 0)
    moments = np.array([[(inner * x * x).sum(), (inner * x * y).sum()], [(inner * x * y).sum(), (inner * y * y).sum()]])
    small, large = np.linalg.eigvalsh(moments)
    return np.sqrt(large / small)
