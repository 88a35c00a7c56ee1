"""What the studies did by callbacks, as functions of the history alone: so nothing of it is lost with a process.

The learning rate of a batch, whether to stop early, and which epoch was best. An epoch's values are those of
`models.Progress.epoch`; a history is the list of them, the first epoch first.
"""

import math

from galaxy_core.models import TargetEpochs
from galaxy_core.models.networks import Learning
from galaxy_core.tasks import VALIDATION, Measure

LEAST = 1e-8  # the rate never falls below it
FLOOR = 0.01  # share of the first rate at which a cosine ends, and stays where more epochs are asked for
WARM_UP = 200  # batches, one epoch at most
History = list[dict[str, float]]


def rate(learning: Learning, history: History, batch: int, batches: int) -> float:
    """The learning rate of batch `batch` (0…batches-1) in the epoch after `history`.

    "cosine" warms up from a tenth (Goyal et al. 2017) and falls over the planned epochs (Loshchilov & Hutter 2017).
    """
    first, epochs = learning.learning_rate, len(history)
    if learning.schedule == "cosine":
        return max(LEAST, first * _cosine(epochs * batches + batch, learning.epochs * batches, min(batches, WARM_UP)))
    if learning.schedule == "step_plateau":
        stayed = _plateaus(history, learning.plateau_epochs)
        return max(LEAST, first * learning.factor ** (epochs // learning.step_epochs) * learning.plateau_factor**stayed)
    falls = {
        "constant": 0,
        "step": epochs // learning.step_epochs,
        "exponential": epochs,
        "plateau": _plateaus(history, learning.plateau_epochs),
    }[learning.schedule]
    return max(LEAST, first * learning.factor**falls)


def ends(learning: Learning, history: History, target: TargetEpochs | None) -> bool:
    """Whether it has learned enough: all epochs are done, or validation loss has not become better for long."""
    if len(history) >= (target.epochs if target else learning.epochs):
        return True
    if not learning.patience or not history:
        return False
    return len(history) - max(best(history, "best_loss"), target.since if target else 0) >= learning.patience


def best(history: History, keep: str, score: Measure | None = None) -> int:
    """The epoch (1…n) whose weights are to be kept: the last, or the first of those best on validation images, by loss
    or by a score that is measured each epoch."""
    if keep == "last" or not history:
        return len(history)
    if keep == "best_loss" or score is None:
        values = [-epoch[f"{VALIDATION}loss"] for epoch in history]
    else:
        values = [score.merit(epoch[VALIDATION + score.key]) for epoch in history]
    return values.index(max(values)) + 1


def _cosine(done: int, planned: int, warm_up: int) -> float:
    if done < warm_up:
        return 0.1 + 0.9 * done / warm_up
    share = min(1.0, (done - warm_up) / max(1, planned - warm_up))
    return FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * share))


def _plateaus(history: History, wait: int) -> int:
    """How often validation loss has stayed without getting better for `wait` epochs."""
    plateaus, since, lowest = 0, 0, math.inf
    for epoch in history:
        lowest, since = (epoch["val_loss"], 0) if epoch["val_loss"] < lowest else (lowest, since + 1)
        if since == wait:
            plateaus, since = plateaus + 1, 0
    return plateaus
