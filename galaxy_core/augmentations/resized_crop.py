"""Random resized crop: a part of the image, brought to full size (Szegedy et al. 2015; study 004)."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Random resized crop"
SENTENCE = (
    "A galaxy nearer, and off the centre, is the same; its sides keep their ratio, or round would become in-between."
)
DRAWS = 3


@dataclass(frozen=True)
class Parameters:
    """How much may be cut away."""

    cut: float = parameter(
        0.5,
        "Largest area cut away",
        "Share of the image's area that may be cut away.",
        low=0,
        high=0.92,
        step=0.02,
        unit="of the area",
    )


def matrices(random: np.ndarray, parameters: Parameters, size: tuple[int, int]) -> np.ndarray:
    """A square of 1 − cut … 1 of the area, anywhere inside the image: float32 (b, 2, 3); nothing comes from outside."""
    sides = np.sqrt(1 - parameters.cut * random[:, 0])
    out = np.zeros((len(random), 2, 3), dtype=np.float32)
    out[:, 0, 0] = out[:, 1, 1] = sides
    room = np.array([size[1] - 1, size[0] - 1]) * (1 - sides[:, None])
    out[:, :, 2] = room * (random[:, 1:] - 0.5)
    return out
