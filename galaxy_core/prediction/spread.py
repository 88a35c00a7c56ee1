"""How far a model agrees with itself about one galaxy: over its eight views, and over the members of an ensemble.

A class that only some of the views are given is not to be relied on, however sure the mean of them is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from galaxy_core import AbsentError
from galaxy_core.models import graphs
from galaxy_core.models.graphs import single
from galaxy_core.prediction import assurance, views
from galaxy_core.runs import Run
from galaxy_core.tasks import Task

THREADS = 1  # as in `prediction`


@dataclass(frozen=True, eq=False)
class Answers:
    """What a run says of one galaxy, float32 (m, 8, k): of each of its m members (1 of what is no ensemble) about each
    of the eight views, before anything is averaged but by `weights`, float64 (m,), which sum to 1."""

    each: np.ndarray
    weights: np.ndarray

    @property
    def views(self) -> np.ndarray:
        """What is said of each view: float32 (8, k)."""
        return np.tensordot(self.weights.astype(np.float32), self.each, axes=1)

    @property
    def members(self) -> np.ndarray:
        """What each member says, on average over the views: float32 (m, k)."""
        return np.asarray(self.each.mean(axis=1))


@dataclass(frozen=True)
class Spread:
    """Several answers about one galaxy: the class that each names, and the mean and the standard deviation of how sure
    they are of class `label`, 0…1, calibrated."""

    label: int
    named: tuple[int, ...]
    mean: float
    deviation: float

    @property
    def agree(self) -> int:
        """How many name that class."""
        return self.named.count(self.label)


def answers(run: Run, prepared: np.ndarray) -> Answers:
    """What a run says of one prepared image, uint8 (s, s, c), turned and mirrored. Raises AbsentError where its model
    can't be read."""
    file = run.folder / "model.onnx"
    try:
        session, weights = _session(file, file.stat().st_mtime_ns)
    except Exception as error:  # those of onnx and onnxruntime have no class of their own above them
        raise AbsentError(f"The model in {file} can't be read: train the run again.") from error
    given = {session.get_inputs()[0].name: np.ascontiguousarray(views.turned(prepared))}
    return Answers(np.stack(session.run(None, given)), weights)


def spread(run: Run, task: Task, label: int, several: np.ndarray) -> Spread | None:
    """How sure several answers, float32 (v, k), are of a class; None where answers are no probabilities, or nothing is
    known to calibrate them by."""
    shares = assurance.calibrated(run, task, several)
    if shares is None:
        return None
    named = tuple(shares.argmax(axis=1).tolist())
    return Spread(label, named, float(shares[:, label].mean()), float(shares[:, label].std()))


def over_runs(several: Sequence[Run], task: Task, label: int, prepared: np.ndarray) -> Spread | None:
    """How sure several runs, such as those of other seeds, are of a class of one prepared image that all of them see
    so: each on average over the eight views, and calibrated by its own validation images. None as `spread`."""
    shares = []
    for run in several:
        own = assurance.calibrated(run, task, answers(run, prepared).views.mean(axis=0, keepdims=True))
        if own is None:
            return None
        shares.append(own[0])
    each = np.stack(shares)
    return Spread(label, tuple(each.argmax(axis=1).tolist()), float(each[:, label].mean()), float(each[:, label].std()))


def told(run: Run, task: Task, outputs: np.ndarray, prepared: np.ndarray) -> dict[str, Any]:
    """As `predict --json` has it, of one prepared image of which the run says `outputs`, float32 (k,): `views_mean` and
    `views_spread` of how sure it is of the class it names, and `views_agree`, how many of the eight views are given
    that class; of an ensemble `members_mean`, `members_spread`, `members_agree`, too. Empty where answers are no
    probabilities."""
    if "likelihood" not in task.OFFERS:
        return {}
    said = answers(run, prepared)
    several = {"views": said.views} | ({"members": said.members} if len(said.each) > 1 else {})
    found = {name: spread(run, task, int(outputs.argmax()), each) for name, each in several.items()}
    return {
        f"{name}_{key}": value
        for name, of in found.items() if of is not None
        for key, value in (("mean", of.mean), ("spread", of.deviation), ("agree", of.agree))
    }  # fmt: skip


@lru_cache(maxsize=12)
def _session(file: Path, changed: int) -> tuple[Any, np.ndarray]:
    graph, weights = single.graph(file)
    return graphs.session(graph, THREADS), weights
