"""Larger and smaller copies."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Zoom"
SENTENCE = "The same galaxy nearer or farther looks larger or smaller; its shape stays."
DRAWS = 1


@dataclass(frozen=True)
class Parameters:
    """Largest change of scale as a natural logarithm, to both sides."""

    range: float = parameter(
        0.2, "Largest zoom", "0.2 means from 18 % smaller to 22 % larger.", low=0, high=0.7, step=0.05
    )


def matrices(random: np.ndarray, parameters: Parameters, size: tuple[int, int]) -> np.ndarray:
    """Scales exp(−range…+range), evenly in the logarithm: float32 (b, 2, 2)."""
    scale = np.exp(parameters.range * (2 * random[:, 0] - 1)).astype(np.float32)
    return np.eye(2, dtype=np.float32)[None] / scale[:, None, None]
