"""Every class but the two largest up to a number of images (study 000, experiment 1)."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

ORDER = 4
TITLE = "Oversampling of all but the two largest"
SENTENCE = "Study 000, experiment 1: copies bring every class but the two largest up to so many images."
SPARED = 2  # largest classes that are left as they are


@dataclass(frozen=True)
class Parameters:
    """Up to how many."""

    images: int = parameter(
        4000, "Images", "How many images of every class but the two largest an epoch then shows.", low=1, high=100_000
    )


def shown(counts: np.ndarray, parameters: Parameters) -> np.ndarray:
    """At least `images` of all but the two largest; a class that has more keeps them. int64 (k,)."""
    shown_counts = np.maximum(counts, parameters.images)
    largest = np.argsort(-counts, kind="stable")[:SPARED]
    shown_counts[largest] = counts[largest]
    return shown_counts
