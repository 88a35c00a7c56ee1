"""Turning about the centre by any angle."""

import numpy as np

from galaxy_core import augmentations
from galaxy_core.augmentations import turn


def test_a_quarter_turn_is_exact() -> None:
    image = np.random.default_rng(0).integers(0, 256, (1, 33, 33, 3), np.uint8)
    quarter = np.array([[0.75]], np.float32)  # of −180°…180°: 90°
    out = augmentations.pipeline(("turn",))(image, quarter)
    turned = [np.rot90(image[0], times) for times in (1, 3)]
    assert min(np.abs(out[0].astype(int) - candidate).max() for candidate in turned) <= 1


def test_it_keeps_lengths_and_reaches_all_angles() -> None:
    random = np.linspace(0, 0.999, 100, dtype=np.float32)[:, None]
    made = turn.matrices(random, turn.Parameters(), 64)
    assert np.allclose(made @ made.transpose(0, 2, 1), np.eye(2), atol=1e-6) and np.allclose(np.linalg.det(made), 1)
    angles = np.degrees(np.arctan2(made[:, 1, 0], made[:, 0, 0]))
    assert angles.min() < -170 and angles.max() > 170
    assert np.allclose(turn.matrices(random, turn.Parameters(degrees=0), 64), np.eye(2))
