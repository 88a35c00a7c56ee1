"""Makes grey images of coloured ones: one channel, as bright as the eye sees the three together."""

from dataclasses import dataclass

import numpy as np

TITLE = "Grey scale"
SENTENCE = "One channel instead of three: form counts, and colour, which gives ellipticals away, is left out."


@dataclass(frozen=True)
class Parameters:
    """None."""


def apply(images: np.ndarray, parameters: Parameters) -> np.ndarray:
    """uint8 (b, h, w, 3) → uint8 (b, h, w, 1): 0.299 red + 0.587 green + 0.114 blue; one channel stays as it is."""
    import cv2

    if images.shape[3] == 1:
        return images
    out = np.empty((*images.shape[:3], 1), np.uint8)
    for image, target in zip(images, out, strict=True):
        target[..., 0] = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return out
