"""Rotation by any angle."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Rotation"
SENTENCE = "The sky has no up and down: a galaxy seen turned is the same kind of galaxy."
DRAWS = 1


@dataclass(frozen=True)
class Parameters:
    """In degrees, to both sides."""

    degrees: float = parameter(
        180.0, "Largest angle", "By how many degrees an image may be turned, to either side.", low=0, high=180, unit="°"
    )


def matrices(random: np.ndarray, parameters: Parameters, size: tuple[int, int]) -> np.ndarray:
    """Rotations by −degrees…+degrees: float32 (b, 2, 2)."""
    angle = np.radians(parameters.degrees) * (2 * random[:, 0] - 1)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([np.stack([cos, -sin], 1), np.stack([sin, cos], 1)], 1).astype(np.float32)
