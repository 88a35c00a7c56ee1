"""How many images have to be labelled: the score by their number, from scratch and from weights of every origin."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from galaxy_core import models, runs
from galaxy_core.augmentations import balancing
from galaxy_core.evaluation import grouping, summaries
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.models import backbones
from galaxy_core.models.networks import starting
from galaxy_core.runs import Run

PUBLISHED = ("published", "imagenet")  # weights, as requests name them and did before
MEASURE = "balanced_accuracy"  # every class counts the same, as every class has the same number of labels
SCRATCH, EARLIER, IMAGENET, FILE, DRAWN = STARTS = (
    "from scratch", "from earlier weights", "from ImageNet", "from a weights file", "from drawn galaxies",
)  # fmt: skip
T = (math.nan, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)  # Student's t, 97.5 %, by seeds − 1


@dataclass(frozen=True)
class Point:
    """Mean balanced accuracy on test images over the seeds, with its 95 % interval, with so many labels a class.

    The interval is Student's over the seeds of one configuration, each of which draws other images to label; None with
    one seed. A run that was made again counts as one with its twin: their mean.
    """

    labels: int
    start: str  # one of STARTS
    line: str  # what is the same along a curve, in words: everything that was asked but the labels and the seed
    value: float
    low: float | None
    high: float | None
    seeds: int
    n: int  # test images


def points(chosen: Sequence[Run]) -> list[Point]:
    """Of all finished runs that know only so many labels, by their number; those of others are left out.

    Runs of other models, other parameters or other test images make other points.
    """
    groups: dict[grouping.Configuration, list[RunScore]] = {}
    for run in chosen:
        summary = summaries.kept(run) if balancing.labels(run.request.balance) and run.is_finished else None
        if summary and MEASURE in summary.test.values:
            line = RunScore(run, _words(run), summary)
            groups.setdefault((start(run), *_alike(line)), []).append(line)
    all_points = [_point(lines) for lines in groups.values()]
    return sorted(all_points, key=lambda point: (point.labels, point.start, point.line))


def start(run: Run) -> str:
    """What a finished run began with, one of STARTS: by its result, or, where that doesn't say it, by its request.

    A weights file that isn't the published one is no ImageNet, wherever it lies: nobody knows what it has learned.
    """
    parameters, initial_weights = run.request.parameters, run.result.get("origin", "")
    if not initial_weights:
        return EARLIER if parameters.get("start") else IMAGENET if parameters.get("weights") in PUBLISHED else SCRATCH
    start_of = {backbones.IMAGENET_WEIGHTS: IMAGENET, starting.RANDOM: SCRATCH, starting.DRAWN_WEIGHTS: DRAWN}
    return start_of.get(initial_weights, FILE if initial_weights.startswith("file ") else EARLIER)


def _alike(line: RunScore) -> grouping.Configuration:
    """What runs have alike that differ in their seed, and in which earlier run of another seed they start from."""
    return grouping.configuration(replace(line, run=_from_anywhere(line.run)))


def _from_anywhere(run: Run) -> Run:
    """The same without naming what it starts from: that is said by its start."""
    return replace(run, request=replace(run.request, parameters={**run.request.parameters, "start": ""}))


def _words(run: Run) -> str:
    """All that was asked of a run but its seed, its start and how it was balanced."""
    module = models.model(run.request.model) if run.request.model in models.names() else None
    same = _from_anywhere(run)
    own = balancing.written(getattr(module, "BALANCE", balancing.USUAL))
    return runs.configuration(replace(same, request=replace(same.request, balance=own)))


def _point(lines: list[RunScore]) -> Point:
    seeds_of: dict[int, list[float]] = {}
    for line in lines:
        seeds_of.setdefault(line.run.request.seed, []).append(line.score(MEASURE).value)
    values, n = np.array([np.mean(same) for same in seeds_of.values()]), lines[0].summary.n
    labels, begun, words = balancing.labels(lines[0].run.request.balance) or 0, start(lines[0].run), lines[0].title
    mean, seeds = float(values.mean()), len(values)
    if seeds == 1:
        return Point(labels, begun, words, mean, None, None, seeds, n)
    half = T[min(seeds, len(T)) - 1] * float(values.std(ddof=1)) / math.sqrt(seeds)
    return Point(labels, begun, words, mean, max(0.0, mean - half), min(1.0, mean + half), seeds, n)
