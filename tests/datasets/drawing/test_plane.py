import math

import numpy as np
import pytest

from galaxy_core.datasets.drawing import plane


def test_a_window_is_symmetric_about_its_middle():
    window = plane.window(10.0)
    assert window.u.dtype == np.float32
    assert window.u.shape == (24, 24)
    assert window.u[0, 0] == -11.5 and window.v[0, 0] == -11.5 and window.u[0, -1] == 11.5


def test_no_window_exceeds_the_canvas():
    assert plane.window(1e6).u.shape == (plane.CANVAS, plane.CANVAS)


def test_turning_keeps_distances_and_turns_the_azimuth():
    window = plane.window(8.0)
    turned = window.turned(0.7)
    np.testing.assert_allclose(turned.radius(), window.radius(), rtol=1e-5)
    change = np.angle(np.exp(1j * (window.azimuth() - turned.azimuth())))
    np.testing.assert_allclose(change, 0.7, atol=1e-5)


def test_a_moved_plane_has_its_centre_there():
    moved = plane.window(8.0).moved(2.5, -1.5)
    row, column = np.unravel_index(moved.radius().argmin(), moved.u.shape)
    assert (row, column) == (6, 10)


def test_an_inclined_disc_is_shorter_along_v():
    flat = plane.window(8.0).inclined(0.5)
    assert flat.v[-1, 0] == pytest.approx(2 * 7.5)
    assert flat.u[0, -1] == pytest.approx(7.5)


def test_the_centre_is_softened():
    assert plane.window(4.0).moved(0.5, 0.5).radius().min() == pytest.approx(math.sqrt(plane.SOFTENING))
