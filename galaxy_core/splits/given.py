"""The split that a data set comes with, as its folders or files are called: taken as it is,
with its copies across parts.

Where it names no validation images, a tenth of each class's training galaxies becomes them, by the seed.
"""

import hashlib

import numpy as np

from galaxy_core import DataError, UsageError
from galaxy_core.datasets import Galaxies

NAME = "as-given"
SPOKEN = "as given"  # understood, too
SHARE = 0.1  # of the training part, for validation
NAMES = ("training", "validation", "test")


def is_meant(policy: str) -> bool:
    """Whether a policy, without its draw, is this one."""
    return policy in (NAME, SPOKEN)


def key(galaxies: Galaxies) -> str:
    """What tells one such split of the same images from another: eight hexadecimal digits. Raises UsageError."""
    return hashlib.blake2b(_parts(galaxies).tobytes(), digest_size=4).hexdigest()


def parts(galaxies: Galaxies, group: np.ndarray, seed: int) -> np.ndarray:
    """The part of each row, int8 (n,): 0 training, 1 validation, 2 test. `group` keeps copies in one part.

    Raises UsageError where the data set has no split of its own, DataError where it lacks training or test images.
    """
    part = _parts(galaxies).copy()
    for number in (0, 2):
        if not (part == number).any():
            raise DataError(
                f"The split that {galaxies.title} comes with has no {NAMES[number]} images: "
                "choose another split, such as 80/10/10."
            )
    if not (part == 1).any():
        random = np.random.default_rng([seed, 20062])
        for stratum in range(len(galaxies.counts)):
            own = np.unique(group[(part == 0) & (galaxies.strata == stratum)])
            taken = random.permutation(own)[: max(1, round(SHARE * len(own)))] if len(own) > 1 else own[:0]
            part[np.isin(group, taken) & (part == 0)] = 1
    return part


def _parts(galaxies: Galaxies) -> np.ndarray:
    if galaxies.parts is None:
        raise UsageError(f"{galaxies.title} comes with no split of its own: choose another one, such as 80/10/10.")
    return galaxies.parts
