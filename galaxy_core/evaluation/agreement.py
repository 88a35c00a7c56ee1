"""Two runs on the same images: where they agree, and the images on which they don't."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.evaluation.pairing import Paired, in_the_same_order, paired
from galaxy_core.tasks.classification.predictions import Predictions

OUTCOMES = ("both", "only_a", "only_b", "neither")  # who is right, as in Paired


@dataclass(frozen=True, eq=False)
class Agreement:
    """What two runs, a and b, have in common on the same images."""

    test: Paired
    same: int  # images for which both name the same class, right or wrong
    positions: dict[str, tuple[np.ndarray, np.ndarray]]  # by OUTCOMES: int64 (m,) in a and (m,) in b, the same images


def agree(a: Predictions, b: Predictions) -> Agreement:
    """Compares two runs image by image, in whatever order each has the images.

    Within an outcome those come first of which the runs that are wrong are surest, taken together; of equal ones, the
    lower row of the data set. Raises UsageError and DataError like `paired`.
    """
    test = paired(a, b)
    in_a, in_b = in_the_same_order(a, b)
    right_a, right_b = a.right[in_a], b.right[in_b]
    sure = np.where(right_a, 0, a.confidence[in_a]) + np.where(right_b, 0, b.confidence[in_b])
    first = np.argsort(-sure, kind="stable")
    outcome = 2 * ~right_a + 1 * ~right_b  # a number of OUTCOMES
    chosen = {name: first[outcome[first] == number] for number, name in enumerate(OUTCOMES)}
    same = int((a.predicted[in_a] == b.predicted[in_b]).sum())
    return Agreement(test, same, {name: (in_a[images], in_b[images]) for name, images in chosen.items()})
