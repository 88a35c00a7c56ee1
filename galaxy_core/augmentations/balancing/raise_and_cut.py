"""Every class but the two largest up to a number of images, the two largest cut to it (study 000, experiment 2)."""

from dataclasses import dataclass

import numpy as np

from galaxy_core import UsageError
from galaxy_core.plugins.parameters import parameter

ORDER = 5
TITLE = "Over- and undersampling to a number"
SENTENCE = (
    "Study 000, experiment 2: copies bring smaller classes up to so many images; of the two largest some are left out."
)
CUT = 2  # largest classes of which some are left out


@dataclass(frozen=True)
class Parameters:
    """To how many."""

    images: int = parameter(4000, "Images", "How many images of every class an epoch then shows.", low=1, high=100_000)


def shown(counts: np.ndarray, parameters: Parameters) -> np.ndarray:
    """`images` of every class that has any: int64 (k,).

    Raises UsageError where more than the two largest classes would have to be cut.
    """
    third = int(np.sort(counts)[::-1][CUT]) if len(counts) > CUT else 0
    if third > parameters.images:
        raise UsageError(
            f"images = {parameters.images} would cut more than the two largest classes: give at least {third}, or "
            "choose “undersample”, which cuts all of them."
        )
    return np.full(len(counts), parameters.images, np.int64)
