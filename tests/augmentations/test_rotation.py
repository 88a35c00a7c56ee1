"""Turning about the centre by any angle."""

import numpy as np
import pytest

from galaxy_core import augmentations
from galaxy_core.augmentations import geometry, rotation
from tests.augmentations.pictures import confetti


@pytest.mark.parametrize("side", [32, 33])
@pytest.mark.parametrize(("number", "quarters"), [(0.75, 1), (0.25, 3), (0.0, 2)])
def test_quarters_by_the_general_path_are_the_exact_ones(side: int, number: float, quarters: int) -> None:
    images, random = confetti(5, (side, side, 3)), np.full((5, 1), number, np.float32)  # of −180°…180°
    out = augmentations.pipeline(("rotation",))(images, random)
    exact = np.stack([geometry.symmetric(image, quarters) for image in images])
    assert np.abs(out.astype(int) - exact).max() <= 1
    matrices = rotation.matrices(random, rotation.Parameters(), (side, side))
    assert np.allclose(matrices, geometry.symmetries(np.full(5, quarters)), atol=1e-6)


def test_it_keeps_lengths_and_reaches_all_angles() -> None:
    random = np.linspace(0, 0.999, 100, dtype=np.float32)[:, None]
    made = rotation.matrices(random, rotation.Parameters(), (64, 64))
    assert np.allclose(made @ made.transpose(0, 2, 1), np.eye(2), atol=1e-6) and np.allclose(np.linalg.det(made), 1)
    angles = np.degrees(np.arctan2(made[:, 1, 0], made[:, 0, 0]))
    assert angles.min() < -170 and angles.max() > 170
    made = rotation.matrices(random, rotation.Parameters(degrees=45), (64, 64))
    angles = np.degrees(np.arctan2(made[:, 1, 0], made[:, 0, 0]))
    assert -45.01 <= angles.min() < -44 and 44 < angles.max() <= 45.01
    assert np.array_equal(rotation.matrices(random, rotation.Parameters(degrees=0), (64, 64))[0], np.eye(2))
