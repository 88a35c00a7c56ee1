"""How many images have to be labelled: the score by their number, from scratch, from earlier weights, from ImageNet."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from galaxy_core import GalaxyError
from galaxy_core.augmentations import balancing
from galaxy_core.evaluation import stored
from galaxy_core.models import backbones
from galaxy_core.models.networks import starting
from galaxy_core.runs import Run

POLICY = "at_most"  # the balancing under which only so many labels are known
SCRATCH, EARLIER, IMAGENET, FILE = STARTS = (
    "from scratch", "from earlier weights", "from ImageNet", "from a weights file",
)  # fmt: skip
T = (math.nan, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)  # Student's t, 97.5 %, by seeds − 1


@dataclass(frozen=True)
class Point:
    """Mean balanced accuracy on test images over the seeds, with its 95 % interval, with so many labels a class.

    The interval is Student's over the seeds, each of which draws other images to label; None with one seed.
    """

    labels: int
    start: str  # one of STARTS
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
            groups.setdefault((labels, start(run)), []).append(summary.balanced_accuracy)
    return [_point(*key, scores) for key, scores in sorted(groups.items())]


def start(run: Run) -> str:
    """What a finished run began with, one of STARTS: by its result, or, where that doesn't say it, by its request.

    A weights file that isn't the published one is no ImageNet, wherever it lies: nobody knows what it has learned.
    """
    asked, origin = run.request.parameters, run.result.get("origin", "")
    if not origin:
        return EARLIER if asked.get("start") else IMAGENET if asked.get("weights") == "imagenet" else SCRATCH
    known = {backbones.ORIGIN: IMAGENET, starting.RANDOM: SCRATCH}
    return known.get(origin, FILE if origin.startswith("file ") else EARLIER)


def _labels(run: Run) -> int | None:
    """How many images of each class it was told the label of, None where all."""
    if run.request.balance.partition(":")[0] != POLICY:  # most runs: not worth looking for the policy
        return None
    try:
        return balancing.policy(run.request.balance).values.images
    except GalaxyError:  # of another version
        return None


def _point(labels: int, start: str, scores: list) -> Point:
    values, n = np.array([score.value for score in scores]), scores[0].n
    mean, seeds = float(values.mean()), len(values)
    if seeds == 1:
        return Point(labels, start, mean, None, None, seeds, n)
    half = T[min(seeds, len(T)) - 1] * float(values.std(ddof=1)) / math.sqrt(seeds)
    return Point(labels, start, mean, max(0.0, mean - half), min(1.0, mean + half), seeds, n)
