"""Mirror images."""

from dataclasses import dataclass

import numpy as np

TITLE = "Mirror"
SENTENCE = "Seen from the other side of its disc a spiral winds the other way, and is the same kind of spiral."
DRAWS = 1


@dataclass(frozen=True)
class Parameters:
    """None: half of the images are mirrored."""


def matrices(random: np.ndarray, parameters: Parameters, size: int) -> np.ndarray:
    """Left and right exchanged in half of the images: float32 (b, 2, 2)."""
    out = np.tile(np.eye(2, dtype=np.float32), (len(random), 1, 1))
    out[:, 0, 0] = np.where(random[:, 0] < 0.5, -1, 1)
    return out
