"""The eight symmetries as needed: more views of images of smaller classes (study 004)."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.augmentations.geometry import SYMMETRIES

ORDER = 3
TITLE = "Oversampling by symmetries"
SENTENCE = "Smaller classes are shown turned and mirrored too, up to the largest class, each image at most eight times."


@dataclass(frozen=True)
class Parameters:
    """None."""


def shown(counts: np.ndarray, parameters: Parameters) -> np.ndarray:
    """Up to the largest class, at most eight times as many as there are. int64 (k,)."""
    return np.minimum(SYMMETRIES * counts, counts.max(initial=0))
