"""How sure an answer is, and whether the picture is like anything that was learned."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from galaxy_core import GalaxyError
from galaxy_core.evaluation import Predictions, reliability, stored
from galaxy_core.models import familiarity
from galaxy_core.runs import Run
from galaxy_core.storage import stamps
from galaxy_core.tasks import Task

LEAST = 1e-12  # of a probability, so that it has a logarithm


def certainty(run: Run, task: Task, outputs: np.ndarray) -> float | None:
    """How often a run is right when it is as sure as of these outputs, float32 (outputs,): the largest probability
    after temperature scaling on validation images. None where outputs are no probabilities, or those images are
    gone."""
    if "likelihood" not in task.OFFERS:
        return None
    try:
        t = _temperature(stored.stamp(run))
    except GalaxyError:
        return None
    logits = np.log(np.maximum(outputs.astype(np.float64), LEAST)) / t
    shares = np.exp(logits - logits.max())
    return float(shares.max() / shares.sum())


def distance(run: Run, prepared: np.ndarray) -> float | None:
    """How unlike what a run has learned one prepared image is, uint8 (s, s, c): the share of validation images that are
    less so, 0…1 (see `models.familiarity`). None of a run that is older than that."""
    try:
        known = _references(run.folder, stamps.stamp(run.folder / familiarity.FILE))
    except OSError:
        return None
    return None if known is None else float(known.distances(prepared[None])[0])


@lru_cache(maxsize=32)
def _temperature(stamp: stored.Stamp) -> float:
    return reliability.temperature(Predictions.of(stored.predictions_at(stamp, "validation")))


@lru_cache(maxsize=8)
def _references(folder: Path, changed: stamps.Stamp) -> familiarity.References | None:
    return familiarity.read(folder)
