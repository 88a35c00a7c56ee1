"""Brightness and colour."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Brightness and colour"
SENTENCE = "Distance, exposure and dust dim and redden a galaxy a little without changing its shape."
DRAWS = 4


@dataclass(frozen=True)
class Parameters:
    """Largest changes as shares of the value."""

    brightness: float = parameter(
        0.2,
        "Brightness",
        "By which share an image may become brighter or darker.",
        low=0,
        high=0.5,
        step=0.01,
        unit="of the brightness",
    )
    colour: float = parameter(
        0.1, "Colour", "By which share a single colour may become stronger or weaker.", low=0, high=0.3
    )


def apply(batch: np.ndarray, random: np.ndarray, parameters: Parameters, std: float) -> np.ndarray:
    """float32 (b, s, s, c) times one factor an image and one for each colour; a fourth has the first one's."""
    drawn = 2 * random - 1
    factors = (1 + parameters.brightness * drawn[:, :1]) * (1 + parameters.colour * drawn[:, 1:])
    return batch * factors[:, None, None, np.arange(batch.shape[3]) % 3].astype(np.float32)
