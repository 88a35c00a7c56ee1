"""Keeps the middle of an image: the galaxy is in the centre, the rest is mostly sky and neighbours."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Centre crop"
SENTENCE = "Keeps the middle, where the galaxy is, and leaves out neighbours."


@dataclass(frozen=True)
class Parameters:
    """Share of each side that stays."""

    fraction: float = parameter(0.75, "Part kept", "Share of each side that stays.", low=0.1, high=1.0, step=0.05)


def apply(images: np.ndarray, parameters: Parameters) -> np.ndarray:
    """uint8 (b, h, w, c) → uint8 (b, h', w', c), the middle `fraction` of each side, at least one pixel."""
    height, width = images.shape[1:3]
    tall, wide = (max(1, round(parameters.fraction * side)) for side in (height, width))
    top, left = (height - tall) // 2, (width - wide) // 2
    return images[:, top : top + tall, left : left + wide]
