"""Brings images to a square of a given size: by area mean when it shrinks them, bilinear when it enlarges."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter
from galaxy_core.prepare.resizing import resized

TITLE = "Resize"
SENTENCE = "Fewer pixels make training faster; too few hide spiral arms."


@dataclass(frozen=True)
class Parameters:
    """Side of the square in pixels."""

    size: int = parameter(64, "Image size", "Pixels along one side after resizing.", low=8, high=512, unit="px")


def apply(images: np.ndarray, parameters: Parameters) -> np.ndarray:
    """uint8 (b, h, w, c) → uint8 (b, size, size, c): see `resizing.resized`."""
    return resized(images, parameters.size)
