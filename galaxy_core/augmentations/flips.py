"""Mirror images left to right, upside down, or both."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Flips"
SENTENCE = "Seen from the other side of its disc a spiral winds the other way, and is the same kind of spiral."
DRAWS = 2


@dataclass(frozen=True)
class Parameters:
    """Which flips; each happens to half of the images."""

    axes: str = parameter(
        "both",
        "Axes",
        "horizontal: left and right may change places. vertical: top and bottom. both: either, or both at once.",
        choices=("horizontal", "vertical", "both"),
    )


def matrices(random: np.ndarray, parameters: Parameters, size: tuple[int, int]) -> np.ndarray:
    """Left and right, above and below exchanged: float32 (b, 2, 2)."""
    out = np.tile(np.eye(2, dtype=np.float32), (len(random), 1, 1))
    for axis, unwanted in enumerate(("vertical", "horizontal")):
        if parameters.axes != unwanted:
            out[:, axis, axis] = np.where(random[:, axis] < 0.5, -1, 1)
    return out
