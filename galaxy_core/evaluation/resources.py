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


def resources(requests: list[Request], galaxies: Galaxies) -> Resources:
    """Of runs on this data set; those on another one are counted as if they were on it. Raises what splits raise."""
    counts = {
        policy: splits.split(galaxies, policy).counts("train") for policy in {request.split for request in requests}
    }
    seconds = sum(duration.estimate(request, counts[request.split]) for request in requests)
    chains = {_chain(request) for request in requests}
    disk = sum(_size(galaxies, chain) for chain in chains if cache.find(galaxies, chain) is None)
    return Resources(len(requests), seconds, disk + RUN * len(requests), max(map(_memory, requests), default=0.0))


def _chain(request: Request) -> tuple[str, ...]:
    module = models.model(request.model)
    return prepare.chain(
        models.steps(module, parameters.parse(module.Parameters, request.parameters), request.preparation)
    )


def _size(galaxies: Galaxies, chain: tuple[str, ...]) -> float:
    """Bytes of a prepared set."""
    image = prepare.apply(np.zeros((1, *galaxies.image_shape), np.uint8), chain)
    return float(galaxies.n * image.size)


def _memory(request: Request) -> float:
    """Of the process: as much as such a run took here, or else by the pixels of its images."""
    alike = [run for run in runs.every() if _is_alike(run.request, request) and run.is_finished][:5]
    peaks = [run.result.get("cost", {}).get("peak_mb", 0.0) * 1e6 for run in alike]
    if any(peaks):
        return max(peaks)
    module = models.model(request.model)
    describes = getattr(parameters.parse(module.Parameters, request.parameters), "backbone", "")  # images for trees
    if not hasattr(module, "AUGMENT") and not describes:
        return SMALL
    return BASE + PIXEL * request.parameters.get("image_size", 64) ** 2


def _is_alike(earlier: Request, request: Request) -> bool:
    names = ("image_size", "backbone", "describe", "mode", "batch_size")
    return earlier.model == request.model and all(
        earlier.parameters.get(name) == request.parameters.get(name) for name in names
    )
