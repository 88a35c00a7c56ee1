"""Contrast: brighter and darker parts of an image further apart or closer together."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Contrast"
SENTENCE = "Another stretch of the same exposure shows more or less of the faint parts; the galaxy is the same."
DRAWS = 1


@dataclass(frozen=True)
class Parameters:
    """Largest change as a share."""

    contrast: float = parameter(
        0.2,
        "Largest change",
        "By which share the contrast may grow or fall.",
        low=0,
        high=0.8,
        step=0.05,
        unit="of the contrast",
    )


def apply(batch: np.ndarray, random: np.ndarray, parameters: Parameters, std: float) -> np.ndarray:
    """float32 (b, h, w, c), each image's distance from its own mean times 1 − contrast … 1 + contrast."""
    factors = 1 + parameters.contrast * (2 * random[:, :1] - 1)
    means = batch.mean(axis=(1, 2, 3), keepdims=True)
    return means + (batch - means) * factors[:, :, None, None]
