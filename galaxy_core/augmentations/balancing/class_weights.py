"""Class weights: every image once, but a mistake on a rare class counts more."""

from dataclasses import dataclass

import numpy as np

ORDER = 1
TITLE = "Class weights"
SENTENCE = "Every image is shown once; a mistake on a rare class counts as much more as the class is rarer."


@dataclass(frozen=True)
class Parameters:
    """None."""


def shown(counts: np.ndarray, parameters: Parameters) -> np.ndarray:
    """The same."""
    return counts


def weights(counts: np.ndarray, parameters: Parameters) -> np.ndarray:
    """n / (k · count), with k classes that have images: the mean over all images is 1. float64 (k,)."""
    return counts.sum() / np.maximum(np.count_nonzero(counts) * counts, 1)
