"""Gaussian noise, as strong as a share of what differs between the images of the data set (study 004)."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Noise"
SENTENCE = "A shorter exposure has more noise; the galaxy behind it is the same."
DRAWS = 2


@dataclass(frozen=True)
class Parameters:
    """Strength, and whether every image has all of it."""

    beta: float = parameter(
        0.2, "Strength β",
        "How strong the noise is: its standard deviation, as a share of that of all pixels in the data "
        "set.",
        low=0, high=1, step=0.02, unit="of the data’s spread",
    )  # fmt: skip
    varying: bool = parameter(
        False, "Of varying strength", "Each image gets a strength of its own, between none and β."
    )


def apply(batch: np.ndarray, random: np.ndarray, parameters: Parameters, std: float) -> np.ndarray:
    """float32 (b, h, w, c) plus noise of β · `std`, read at random places of a pool: ten times faster."""
    size = int(np.prod(batch.shape[1:]))
    pool = _pool(2 * size + 2**18)
    starts = (random[:, 0] * (len(pool) - size)).astype(np.int64)
    strengths = parameters.beta * std * (random[:, 1] if parameters.varying else np.ones(len(batch), np.float32))
    out = np.empty_like(batch)
    for image, target, start, strength in zip(batch, out, starts, strengths, strict=True):
        np.add(image, strength * pool[start : start + size].reshape(image.shape), out=target)
    return out


def parts(
    image: np.ndarray, random: np.ndarray, parameters: Parameters, std: float
) -> tuple[tuple[str, np.ndarray], ...]:
    """The image, the noise alone about a middle grey, and their sum."""
    beta = parameters.beta
    grounds = (np.full_like(image, 128), image)
    alone, both = (
        apply(ground[None].astype(np.float32), random, parameters, std)[0].round().clip(0, 255).astype(np.uint8)
        for ground in grounds
    )
    title = f"Noise alone, σ = {beta:g} × {std:.1f} = {beta * std:.1f} grey levels"
    return ("Original", image), (title, alone), ("Their sum", both)


@cache
def _pool(length: int) -> np.ndarray:
    return np.random.default_rng(1809).standard_normal(length, dtype=np.float32)
