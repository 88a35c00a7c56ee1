"""The eight symmetries of a square: quarter turns and their mirror images, exact to the bit."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.augmentations import geometry
from galaxy_core.plugins.parameters import parameter

TITLE = "Quarter turns and mirrors"
SENTENCE = (
    "The sky has no up and no left: all eight views of a galaxy are equally likely, and no pixel is computed anew."
)
DRAWS = 1


@dataclass(frozen=True)
class Parameters:
    """How many of the eight."""

    views: int = parameter(
        8,
        "Views",
        "How many of the eight are shown. 4: quarter turns only. 8: their mirror images, too.",
        choices=(1, 4, 8),
    )


def matrices(random: np.ndarray, parameters: Parameters, size: tuple[int, int]) -> np.ndarray:
    """One of the symmetries for each image: float32 (b, 2, 2)."""
    return geometry.symmetries((random[:, 0] * parameters.views).astype(np.int64))
