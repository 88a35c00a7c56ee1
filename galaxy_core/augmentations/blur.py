"""Blur, as by the unsteady air above the telescope."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Blur by seeing"
SENTENCE = "In a night of unsteadier air the same galaxy looks softer."
DRAWS = 1


@dataclass(frozen=True)
class Parameters:
    """Largest width of the blur."""

    sigma: float = parameter(
        0.8,
        "Largest σ",
        "How far a point of light may spread: the standard deviation of the blur, in pixels.",
        low=0,
        high=4,
        step=0.1,
        unit="px",
    )


def apply(batch: np.ndarray, random: np.ndarray, parameters: Parameters, std: float) -> np.ndarray:
    """float32 (b, s, s, c), each image blurred by a Gaussian of 0…sigma pixels; below 0.2 pixels nothing is seen."""
    import cv2

    out = batch.copy()
    for image, width in zip(out, random[:, 0] * parameters.sigma, strict=True):
        if width > 0.2:
            blurred = cv2.GaussianBlur(image, (0, 0), float(width), borderType=cv2.BORDER_REFLECT_101)
            image[...] = blurred.reshape(image.shape)
    return out
