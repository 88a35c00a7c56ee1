"""Stretches each image by itself, so that its darkest pixels become black and its brightest ones white."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Normalise"
SENTENCE = "Makes faint galaxies as bright as bright ones, each image by itself; how bright they were is lost."


@dataclass(frozen=True)
class Parameters:
    """Which pixels become black and which white, in per cent of all of an image's values."""

    low: float = parameter(
        1.0, "Lower percentile", "Per cent of the darkest values that become black.", low=0.0, high=49.0, step=0.5
    )
    high: float = parameter(
        99.5,
        "Upper percentile",
        "Per cent of the values that are darker than those that become white.",
        low=51.0,
        high=100.0,
        step=0.5,
    )


def apply(images: np.ndarray, parameters: Parameters) -> np.ndarray:
    """uint8 (b, h, w, c) → the same shape, stretched between two percentiles over all channels, so that hues stay.

    An image whose two percentiles are the same value (a constant one) stays as it is.
    """
    out = np.empty_like(images)
    for image, target in zip(images, out, strict=True):
        target[...] = _curve(image, parameters)[image]
    return out


def _curve(image: np.ndarray, parameters: Parameters) -> np.ndarray:
    """What each of the values 0…255 becomes: uint8 (256,)."""
    values = np.arange(256)
    reached = np.bincount(image.ravel(), minlength=256).cumsum()
    shares = (parameters.low, parameters.high)
    low, high = (np.searchsorted(reached, max(1, share / 100 * reached[-1])) for share in shares)
    if high <= low:
        return values.astype(np.uint8)
    return (np.clip((values - low) / (high - low), 0, 1) * 255 + 0.5).astype(np.uint8)
