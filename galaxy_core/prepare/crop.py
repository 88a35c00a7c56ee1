"""Keeps a square from the middle of an image: the galaxy is there, the rest is mostly sky and neighbours."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Centre crop"
SENTENCE = "Keeps the middle, where the galaxy is, and leaves out neighbours."


@dataclass(frozen=True)
class Parameters:
    """Share of the shorter side that stays."""

    fraction: float = parameter(0.75, "Part kept", "Share of the shorter side kept.", low=0.1, high=1.0, step=0.05)


def apply(images: np.ndarray, parameters: Parameters) -> np.ndarray:
    """uint8 (b, h, w, c) → uint8 (b, s, s, c), s = `fraction` of the shorter side, at least one pixel."""
    height, width = images.shape[1:3]
    side = max(1, round(parameters.fraction * min(height, width)))
    top, left = (height - side) // 2, (width - side) // 2
    return images[:, top : top + side, left : left + side]
