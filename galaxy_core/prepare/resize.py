"""Brings images to a square of a given size: by area mean when it shrinks them, bilinear when it enlarges."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter
from galaxy_core.prepare.center_crop import center_crop

TITLE = "Resize"
SENTENCE = "Fewer pixels make training faster; too few hide spiral arms."


@dataclass(frozen=True)
class Parameters:
    """Side of the square in pixels."""

    size: int = parameter(64, "Image size", "Pixels along one side after resizing.", low=8, high=512)


def apply(images: np.ndarray, parameters: Parameters) -> np.ndarray:
    """uint8 (b, h, w, c) → uint8 (b, size, size, c). Area mean keeps the light, so no star is lost between pixels.

    Of an image that isn't square the largest central square is taken: squashed, a round galaxy would look in-between.
    """
    import cv2

    images, size = center_crop(images), parameters.size
    if images.shape[1] == size:
        return images
    way = cv2.INTER_AREA if images.shape[1] >= size else cv2.INTER_LINEAR
    out = np.empty((len(images), size, size, images.shape[3]), dtype=np.uint8)
    for image, target in zip(images, out, strict=True):
        target[...] = cv2.resize(image, (size, size), interpolation=way).reshape(target.shape)
    return out
