"""What several runs will need here before they begin: time, disk and memory."""

from dataclasses import dataclass

import numpy as np

from galaxy_core import models, prepare, runs, splits
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import duration
from galaxy_core.plugins import parameters
from galaxy_core.prepare import cache
from galaxy_core.runs import Request

BASE, PIXEL = 1.1e9, 65e3  # bytes: of a network's process, and for each pixel of its images (measured at 64² and 128²)
SMALL = 0.7e9  # bytes: of a model without a network
RUN = 30e6  # bytes of disk that a run keeps: weights, graph, predictions, its last checkpoint


@dataclass(frozen=True)
class Resources:
    """Seconds in all, bytes of disk that aren't taken yet, bytes of memory of the largest run."""

    runs: int
    seconds: float
    disk: float
    memory: float


def resources(wanted: list[Request], galaxies: Galaxies) -> Resources:
    """Of runs on this data set; those on another one are counted as if they were on it. Raises what splits raise."""
    counts = {policy: splits.split(galaxies, policy).counts("train") for policy in {asked.split for asked in wanted}}
    seconds = sum(duration.estimate(asked, counts[asked.split]) for asked in wanted)
    chains = {_chain(asked) for asked in wanted}
    disk = sum(_size(galaxies, chain) for chain in chains if cache.find(galaxies, chain) is None)
    return Resources(len(wanted), seconds, disk + RUN * len(wanted), max(map(_memory, wanted), default=0.0))


def _chain(asked: Request) -> tuple[str, ...]:
    module = models.model(asked.model)
    return prepare.chain(models.steps(module, parameters.parse(module.Parameters, asked.parameters), asked.preparation))


def _size(galaxies: Galaxies, chain: tuple[str, ...]) -> float:
    """Bytes of a prepared set."""
    one = prepare.apply(np.zeros((1, *galaxies.image_shape), np.uint8), chain)
    return float(galaxies.n * one.size)


def _memory(asked: Request) -> float:
    """Of the process: as much as such a run took here, or else by the pixels of its images."""
    alike = [run for run in runs.every() if _is_alike(run.request, asked) and run.is_finished][:5]
    peaks = [run.result.get("cost", {}).get("peak_mb", 0.0) * 1e6 for run in alike]
    if any(peaks):
        return max(peaks)
    module = models.model(asked.model)
    describes = getattr(parameters.parse(module.Parameters, asked.parameters), "backbone", "")  # images for trees
    if not hasattr(module, "AUGMENT") and not describes:
        return SMALL
    return BASE + PIXEL * asked.parameters.get("image_size", 64) ** 2


def _is_alike(one: Request, other: Request) -> bool:
    same = ("image_size", "backbone", "describe", "mode", "batch_size")
    return one.model == other.model and all(one.parameters.get(name) == other.parameters.get(name) for name in same)
