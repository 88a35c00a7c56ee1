"""Every class down to the smallest."""

from dataclasses import dataclass

import numpy as np

ORDER = 7
TITLE = "Undersampling"
SENTENCE = "Of every class as many images are shown as the smallest one has: quick, and most images go unused."


@dataclass(frozen=True)
class Parameters:
    """None."""


def shown(counts: np.ndarray, parameters: Parameters) -> np.ndarray:
    """As many as the smallest class that has any. int64 (k,)."""
    return np.full(len(counts), counts[counts > 0].min(initial=np.iinfo(np.int64).max), np.int64)
