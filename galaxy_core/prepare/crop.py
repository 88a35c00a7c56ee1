"""Keeps a square from the middle of an image: the galaxy is there, the rest is mostly sky and neighbours."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter
from galaxy_core.prepare.center_crop import center_crop

TITLE = "Centre crop"
SENTENCE = "Keeps the middle, where the galaxy is, and leaves out neighbours."


@dataclass(frozen=True)
class Parameters:
    """How much stays: a share of the shorter side, or pixels."""

    fraction: float = parameter(
        0.75,
        "Crop fraction",
        "Share of the shorter side that is kept.",
        low=0.1,
        high=1.0,
        step=0.05,
        when=("pixels", (0,)),
        unit="of the side",
    )
    pixels: int = parameter(
        0,
        "Crop size",
        "Side of the square that is kept, in pixels; 0: the crop fraction counts.",
        low=0,
        high=4096,
        unit="px",
    )


def apply(images: np.ndarray, parameters: Parameters) -> np.ndarray:
    """uint8 (b, h, w, c) → uint8 (b, s, s, c): `pixels`, or `fraction` of the shorter side; at least one pixel.

    More pixels than the shorter side has are cut to it: a crop never enlarges.
    """
    return center_crop(images, _pixels(parameters, min(images.shape[1:3])))


def kept(parameters: Parameters, side: int) -> float:
    """The share of a side of so many pixels that stays."""
    return min(1.0, _pixels(parameters, side) / side)


def _pixels(parameters: Parameters, side: int) -> int:
    return parameters.pixels or max(1, round(parameters.fraction * side))
