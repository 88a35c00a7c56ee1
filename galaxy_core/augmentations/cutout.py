"""Cutout: a square of the image is hidden (DeVries & Taylor 2017, arXiv 1708.04552)."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Cutout"
SENTENCE = "A galaxy of which a part is hidden is the same galaxy, as long as enough of it is left to see."
DRAWS = 2


@dataclass(frozen=True)
class Parameters:
    """Side of the square as a share of the image's."""

    side: float = parameter(
        0.25,
        "Side",
        "How large the hidden square is: its side, as a share of the image's.",
        low=0,
        high=0.6,
        step=0.05,
        unit="of the side",
    )


def apply(batch: np.ndarray, random: np.ndarray, parameters: Parameters, std: float) -> np.ndarray:
    """float32 (b, h, w, c) with a square in each image's mean colour; its centre lies anywhere in the image."""
    out, (height, width) = batch.copy(), batch.shape[1:3]
    half = round(parameters.side * min(height, width)) / 2
    if half == 0:
        return out
    for image, (across, down) in zip(out, random, strict=True):
        rows, columns = (
            slice(max(0, round(at * length - half)), max(0, round(at * length + half)))
            for at, length in ((down, height), (across, width))
        )
        image[rows, columns] = image.mean(axis=(0, 1))
    return out
