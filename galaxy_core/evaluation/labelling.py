"""How many images have to be labelled: the score by their number, from scratch and from earlier weights."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from galaxy_core import GalaxyError
from galaxy_core.augmentations import balancing
from galaxy_core.evaluation import stored
from galaxy_core.runs import Run

POLICY = "at_most"  # the balancing under which only so many labels are known
T = (math.nan, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)  # Student's t, 97.5 %, by seeds − 1


@dataclass(frozen=True)
class Point:
    """Mean balanced accuracy on test images over the seeds, with its 95 % interval, with so many labels a class.

    The interval is Student's over the seeds, each of which draws other images to label; None with one seed.
    """

    labels: int
    start: str  # "from scratch" or "from earlier weights"
    value: float
    low: float | None
    high: float | None
    seeds: int
    n: int  # test images


def points(runs: Sequence[Run]) -> list[Point]:
    """Of all finished runs that know only so many labels, by their number; those of others are left out."""
    groups: dict[tuple[int, str], list] = {}
    for run in runs:
        labels = _labels(run)
        if labels and run.is_finished and (summary := stored.kept(run)):
            start = "from earlier weights" if run.request.parameters.get("start") else "from scratch"
            groups.setdefault((labels, start), []).append(summary.balanced_accuracy)
    return [_point(*key, scores) for key, scores in sorted(groups.items())]


def _labels(run: Run) -> int | None:
    """How many images of each class it was told the label of, None where all."""
    try:
        chosen = balancing.policy(run.request.balance)
    except GalaxyError:  # of another version
        return None
    return chosen.values.images if chosen.name == POLICY else None


def _point(labels: int, start: str, scores: list) -> Point:
    values, n = np.array([score.value for score in scores]), scores[0].n
    mean, seeds = float(values.mean()), len(values)
    if seeds == 1:
        return Point(labels, start, mean, None, None, seeds, n)
    half = T[min(seeds, len(T)) - 1] * float(values.std(ddof=1)) / math.sqrt(seeds)
    return Point(labels, start, mean, max(0.0, mean - half), min(1.0, mean + half), seeds, n)
