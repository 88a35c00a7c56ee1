"""Where a model looks, by hiding it: how much the probability of a class falls when a square of the image is covered.

Occlusion sensitivity (Zeiler & Fergus 2014, arXiv 1311.2901): no gradients and no layers are asked for, so it is a
second opinion on Grad-CAM, and the only one on models that have no maps of their own.
"""

from dataclasses import dataclass

import numpy as np

from galaxy_core import AbsentError, prediction, prepare
from galaxy_core.prediction import lighting
from galaxy_core.runs import Run

SQUARE, STEPS = 0.2, 11  # the side of what is covered as a share of the image's; places along each side
LEAST = 0.01  # of probability: a fall that is smaller everywhere says nothing


@dataclass(frozen=True, eq=False)
class Occlusion:
    """What it saw, uint8 (s, s, c); its probability of the class; and by how much that falls, on average, when a square
    over a pixel is covered: float32 (s, s), negative where it rises."""

    image: np.ndarray
    probability: float
    falls: np.ndarray

    @property
    def most(self) -> float:
        """The largest fall."""
        return float(self.falls.max())

    @property
    def says_something(self) -> bool:
        """Whether covering any square matters."""
        return self.most >= LEAST and not lighting.is_even(self.falls.clip(0))

    def lit(self) -> np.ndarray:
        """The image, uint8 (S, S, 3), bright where covering it hurts."""
        return lighting.lit(self.image, self.falls.clip(0))


def missing(run: Run) -> str:
    """Why there is no such map of any image in the eyes of a run, in a sentence; "" where there is."""
    try:
        prediction.classifier(run)
    except AbsentError as error:
        return str(error)
    return ""


def occlusion(run: Run, image: np.ndarray, label: int) -> Occlusion:
    """How a finished run answers for a class when squares of an image, uint8 (h, w, 3) as it is in the data set, are
    covered by its median colour, one after the other. Raises AbsentError where its model isn't there.
    """
    known = prediction.classifier(run)
    seen = prepare.apply(image[None], known.steps)[0]
    side = seen.shape[0]
    square = max(1, round(SQUARE * side))
    starts = np.unique(np.linspace(0, side - square, STEPS).round().astype(int))
    corners = [(top, left) for top in starts.tolist() for left in starts.tolist()]
    covered = np.repeat(seen[None], len(corners) + 1, axis=0)
    for one, (top, left) in zip(covered[1:], corners, strict=True):
        one[top : top + square, left : left + square] = np.median(seen, axis=(0, 1))
    said = known.prepared(covered)[:, label]
    total, count = np.zeros((side, side)), np.zeros((side, side))
    for (top, left), now in zip(corners, said[1:].tolist(), strict=True):
        total[top : top + square, left : left + square] += float(said[0]) - now
        count[top : top + square, left : left + square] += 1
    return Occlusion(seen, float(said[0]), (total / count).astype(np.float32))
