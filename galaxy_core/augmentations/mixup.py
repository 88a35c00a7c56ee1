"""Mixup: another training image is laid over an image, its class over the class (Zhang et al. 2018, 1710.09412)."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

TITLE = "Mixup"
SENTENCE = "Two exposures laid over each other are both galaxies at once, and the label says how much of each."
DRAWS = 2


@dataclass(frozen=True)
class Parameters:
    """How evenly two images are mixed."""

    alpha: float = parameter(
        0.2,
        "α of the Beta distribution",
        "How evenly two images are mixed. Near 0: mostly one of the two. 1: every mixture is as likely. "
        "The α of a Beta distribution.",
        low=0,
        high=2,
        step=0.05,
    )


def mix(random: np.ndarray, parameters: Parameters) -> tuple[np.ndarray, np.ndarray]:
    """Which other image, as a place in [0, 1), and its share of the sum: min(λ, 1 − λ), λ of Beta(α, α)."""
    from scipy.special import betaincinv

    if parameters.alpha == 0:
        return random[:, 0], np.zeros(len(random), np.float32)
    drawn = betaincinv(parameters.alpha, parameters.alpha, random[:, 1].astype(np.float64)).astype(np.float32)
    return random[:, 0], np.minimum(drawn, 1 - drawn)
