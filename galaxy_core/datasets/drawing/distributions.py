"""Random numbers of the shapes that the recipe asks for."""

import math

import numpy as np

from galaxy_core import UsageError


def generator(seed: int, row: int, label: int) -> np.random.Generator:
    """The generator of one image: it depends on these three numbers only, so any row can be drawn alone."""
    if min(seed, row, label) < 0:
        raise UsageError(f"Seed, row and label must not be negative; they are {seed}, {row} and {label}.")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, row, label])))


def log_normal(
    rng: np.random.Generator, median: float, sigma: float, low: float = 0.0, high: float = math.inf
) -> float:
    """A log-normal number of this median and standard deviation of the logarithm, clipped to [low, high]."""
    return min(max(median * math.exp(sigma * rng.standard_normal()), low), high)


def happens(rng: np.random.Generator, probability: float) -> bool:
    """True with this probability (0 to 1)."""
    return bool(rng.random() < probability)


def angle(rng: np.random.Generator) -> float:
    """A direction, radians, uniform in [0, 2 pi)."""
    return float(rng.uniform(0.0, 2.0 * math.pi))


def sign(rng: np.random.Generator) -> float:
    """-1.0 or 1.0, equally often."""
    return 1.0 if rng.random() < 0.5 else -1.0
