"""How sure an answer is, and whether the picture is like anything that was learned."""

from functools import lru_cache
from pathlib import Path
from threading import RLock

import numpy as np
from cachetools import LRUCache, cached

from galaxy_core import GalaxyError
from galaxy_core.evaluation import Predictions, reliability, stored
from galaxy_core.models import familiarity
from galaxy_core.runs import Run
from galaxy_core.storage import stamps
from galaxy_core.tasks import Task

REMEMBERED = 128_000_000  # bytes of references in memory: of two runs on 240,000 images
LEAST = 1e-12  # of a probability, so that it has a logarithm


def certainty(run: Run, task: Task, outputs: np.ndarray) -> float | None:
    """How often a run is right when it is as sure as of these outputs, float32 (outputs,): the largest probability
    after temperature scaling on validation images. None where outputs are no probabilities, or those images are
    gone."""
    shares = calibrated(run, task, outputs[None])
    return None if shares is None else float(shares.max())


def calibrated(run: Run, task: Task, outputs: np.ndarray) -> np.ndarray | None:
    """Probabilities, float32 (n, outputs), after temperature scaling on validation images: float64 of the same shape.
    None where outputs are no probabilities, or those images are gone."""
    if "likelihood" not in task.OFFERS:
        return None
    try:
        t = _temperature(stored.stamp(run))
    except GalaxyError:
        return None
    logits = np.log(np.maximum(outputs.astype(np.float64), LEAST)) / t
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def distance(run: Run, prepared: np.ndarray) -> float | None:
    """How unlike what a run has learned one prepared image is, uint8 (s, s, c): the share of validation images that are
    less so, 0…1 (see `models.familiarity`). None of a run that is older than that."""
    known = references(run)
    return None if known is None else float(known.distances(prepared[None])[0])


def references(run: Run) -> familiarity.References | None:
    """What a run has learned from, as it sees it; None of a run that is older than that."""
    try:
        return _references(run.folder, stamps.stamp(run.folder / familiarity.FILE))
    except OSError:
        return None


@lru_cache(maxsize=32)
def _temperature(stamp: stored.Stamp) -> float:
    return reliability.temperature(Predictions.of(stored.predictions_at(stamp, "validation")))


def _bytes(held: familiarity.References | None) -> int:
    return 1000 if held is None else 1000 + held.learned.nbytes + held.rings.nbytes


@cached(LRUCache(REMEMBERED, getsizeof=_bytes), lock=RLock())
def _references(folder: Path, changed: stamps.Stamp) -> familiarity.References | None:
    return familiarity.read(folder)
