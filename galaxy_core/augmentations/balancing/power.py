"""Rare classes more often, in an epoch of the same length."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

ORDER = 2
LEGACY = "power"
TITLE = "Power-law resampling"
SENTENCE = "An epoch stays as long as it is: rare classes come up more often, frequent ones less, others each time."
ANEW = True


@dataclass(frozen=True)
class Parameters:
    """How far it goes."""

    power: float = parameter(0.5, "Power", "0: as they are. 1: all classes equally often.", low=0, high=1, step=0.1)


def shown(counts: np.ndarray, parameters: Parameters) -> np.ndarray:
    """Of n images, in proportion to count^(1 − power); rounded so that they sum to n. int64 (k,)."""
    wish = np.where(counts > 0, np.maximum(counts, 1) ** (1 - parameters.power), 0.0)
    wish *= counts.sum() / max(wish.sum(), 1e-12)
    shown_counts = np.floor(wish).astype(np.int64)
    largest_rests = np.argsort(shown_counts - wish, kind="stable")[: counts.sum() - shown_counts.sum()]
    shown_counts[largest_rests] += 1
    return shown_counts
