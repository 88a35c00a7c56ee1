import math

import numpy as np
import pytest

from galaxy_core.datasets.drawing import barred, spirals
from galaxy_core.datasets.drawing.barred import Bar
from galaxy_core.datasets.drawing.plane import window
from galaxy_core.datasets.drawing.sizes import Body

LENGTH = 10.0


def _crest_directions(arms, radii):
    """Azimuth of the first harmonic's or the second's crest, radians, at these radii."""
    plane = window(60.0)
    radius = plane.radius()
    strength = spirals.arm_strength(plane, radius, LENGTH, arms, np.random.default_rng(0))
    waves = strength * np.exp(1j * arms.number * plane.azimuth())
    return np.array([np.angle(waves[np.abs(radius - r) < 0.7].sum()) for r in radii])


@pytest.mark.parametrize(("pitch", "number", "sense"), [(12.0, 2, 1.0), (25.0, 2, -1.0), (35.0, 1, 1.0)])
def test_the_pitch_of_the_arms_can_be_recovered(pitch, number, sense):
    arms = spirals.Arms(number, math.radians(pitch), 2.0, 2.0, start=2.0, end=45.0, sense=sense)
    radii = np.linspace(10.0, 30.0, 41)
    directions = np.unwrap(_crest_directions(arms, radii)) / number
    slope = np.polyfit(np.log(radii), directions, 1)[0]
    assert math.degrees(math.atan(1.0 / slope)) == pytest.approx(sense * pitch, rel=0.06)


def test_there_are_no_arms_inside_their_start():
    plane = window(40.0)
    radius = plane.radius()
    arms = spirals.Arms(2, 0.3, 2.0, 2.0, start=12.0, end=40.0)
    strength = spirals.arm_strength(plane, radius, LENGTH, arms, np.random.default_rng(0))
    assert strength[radius < 3.0].max() < 0.05
    assert strength.max() > 1.0


def test_arms_are_bluer_than_the_disc_between_them():
    plane = window(52.0)
    arms = spirals.Arms(2, 0.4, 3.0, 3.0, start=2.0, end=40.0, blueness=0.7)
    light = spirals.disc(plane, Body(LENGTH, 0.6, 0.5), arms, 100.0, np.random.default_rng(0))
    strength = spirals.arm_strength(plane, plane.radius(), LENGTH, arms, np.random.default_rng(0))
    ring = np.abs(plane.radius() - 15.0) < 2.0
    g_over_z = light[2] / light[0]
    assert g_over_z[ring & (strength > 2.0)].mean() > 1.2 * g_over_z[ring & (strength < 0.2)].mean()


def test_arms_of_a_barred_galaxy_leave_the_ends_of_the_bar():
    bar = Bar(length=12.0, ratio=0.3, direction=0.8, steepness=2.0)
    for seed in range(20):
        arms = barred.bar_arms(bar, LENGTH, np.random.default_rng(seed))
        if arms.number == 2:
            wind = arms.sense * math.log(bar.length / LENGTH) / math.tan(arms.pitch)
            assert math.cos(2.0 * (bar.direction - wind) + arms.phase) == pytest.approx(1.0)


@pytest.mark.parametrize("arms", [spirals.tight_arms, spirals.loose_arms])
def test_pitches_of_the_classes(arms):
    pitches = [math.degrees(arms(8.0, np.random.default_rng(seed)).pitch) for seed in range(200)]
    low, high = (7.0, 18.0) if arms is spirals.tight_arms else (16.0, 40.0)
    assert low <= min(pitches) and max(pitches) <= high
