"""Smooth galaxies: as round as their class says, redder inside."""

import numpy as np
import pytest

from galaxy_core.datasets.drawing import smooth
from galaxy_core.datasets.drawing.plane import window
from galaxy_core.datasets.drawing.sizes import Body


def axis_ratio(light: np.ndarray) -> float:
    """Shorter over longer axis, by second moments about the middle."""
    image, side = light.sum(axis=0, dtype=np.float64), np.arange(light.shape[1]) - (light.shape[1] - 1) / 2
    image *= np.hypot(*np.meshgrid(side, side)) < light.shape[1] / 2
    v, u = np.meshgrid(side, side, indexing="ij")
    matrix = np.array([[(image * a * b).sum() for b in (u, v)] for a in (u, v)])
    low, high = np.linalg.eigvalsh(matrix)
    return float(np.sqrt(low / high))


@pytest.mark.parametrize(("label", "low", "high"), [(2, 0.8, 1.0), (3, 0.5, 0.92), (4, 0.2, 0.62)])
def test_classes_differ_by_their_axis_ratio(label: int, low: float, high: float) -> None:
    found = [axis_ratio(smooth.draw(label, np.random.default_rng(seed))) for seed in range(25)]
    assert low <= np.median(found) <= high


def test_the_inside_is_redder() -> None:
    plane = window(60.0)
    for seed in range(5):
        light = smooth.spheroid(plane, Body(8.0, 0.7, 0.3), 0.8, 2.0, np.random.default_rng(seed))
        radius = plane.radius()
        g_over_z = [light[2][where].sum() / light[0][where].sum() for where in (radius < 4, (radius > 16))]
        assert g_over_z[0] < g_over_z[1]
