"""Small shifts."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Shift"
SENTENCE = "A galaxy a little off the centre is the same galaxy."
DRAWS = 2


@dataclass(frozen=True)
class Parameters:
    """Largest shift as a share of the image's side."""

    share: float = parameter(
        0.025,
        "Largest shift",
        "How far an image may be moved, as a share of its side.",
        low=0,
        high=0.25,
        step=0.005,
        unit="of the side",
    )


def matrices(random: np.ndarray, parameters: Parameters, size: tuple[int, int]) -> np.ndarray:
    """Shifts in both directions by up to that share of the shorter side: float32 (b, 2, 3)."""
    out = np.zeros((len(random), 2, 3), dtype=np.float32)
    out[:, 0, 0] = out[:, 1, 1] = 1
    out[:, :, 2] = parameters.share * min(size) * (2 * random - 1)
    return out
