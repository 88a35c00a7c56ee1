"""At most so many images of each class: what would be learned from that few labels."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter

ORDER = 9
TITLE = "Few labels"
SENTENCE = "As if only so many images of each class had been labelled; each is shown several times an epoch."


@dataclass(frozen=True)
class Parameters:
    """How many, how often."""

    images: int = parameter(
        20, "Images", "How many images of each class are used; the others are set aside.", low=1, high=100_000
    )
    times: int = parameter(1, "Times", "How often an epoch shows each of them.", low=1, high=1000)


def shown(counts: np.ndarray, parameters: Parameters) -> np.ndarray:
    """Each of those that are used, `times` times. int64 (k,)."""
    return used(counts, parameters) * parameters.times


def labels(parameters: Parameters) -> int:
    """So many of each class are known."""
    return parameters.images


def used(counts: np.ndarray, parameters: Parameters) -> np.ndarray:
    """The smaller of `images` and what there are. int64 (k,)."""
    return np.minimum(counts, parameters.images)
