"""The table of a search: its trials, the best by the validation images, which parameters matter; of the winner alone
the score on the test images, and only once nothing can change the choice any more."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from galaxy_core import AbsentError
from galaxy_core.evaluation import stored
from galaxy_core.intervals import Score
from galaxy_core.runs import Run
from galaxy_core.search import Search, pruned, values
from galaxy_core.tasks import Measure

BINS = 4  # into which the values of a range are put
ENDED = ("finished", "pruned", "stopped", "failed")


@dataclass(frozen=True)
class Trial:
    """One run of a search. `score` and `loss` are those on the validation images, None before it has finished."""

    run: Run
    number: int  # from 1, as they were asked for
    values: dict[str, Any]  # of the parameters that are searched
    status: str  # finished, pruned, stopped, failed, queued, running
    epochs: int  # that it has learned
    score: Score | None  # the measure; of the loss there is none
    loss: float | None  # the mean, of classes cross-entropy in nats
    reason: str | None  # why it was pruned or failed


def trials(search: Search) -> list[Trial]:
    """All trials of a search, as they were asked for."""
    return [_trial(search, number, run) for number, run in enumerate(search.trials, start=1)]


def best(search: Search, table: list[Trial]) -> Trial | None:
    """The trial that is best on the validation images; of equal ones that with the smaller loss, then the earlier."""
    ranks = {
        number: (search.measure.merit(reached), -trial.loss)
        for number, trial in enumerate(table)
        if trial.loss is not None and (reached := value(search, trial)) is not None
    }
    return table[max(ranks, key=ranks.__getitem__)] if ranks else None


def so_far(search: Search, table: list[Trial]) -> list[float | None]:
    """The best value after each trial, in their order; None before the first has finished."""
    leaders = [best(search, table[: number + 1]) for number in range(len(table))]
    return [None if leader is None else value(search, leader) for leader in leaders]


def value(search: Search, trial: Trial) -> float | None:
    """What the search goes by: the measure on the validation images."""
    return trial.loss if trial.score is None else trial.score.value


def is_decided(search: Search, table: list[Trial]) -> bool:
    """Whether no trial can change any more which one is best."""
    return not search.is_open and all(trial.status in ENDED for trial in table)


def winner(search: Search, table: list[Trial]) -> tuple[Trial, Score] | None:
    """The best trial and its score on the test images: that by which its task chooses where the search went by loss.

    None before it is decided: who looks at test scores meanwhile chooses by them.
    """
    leader = best(search, table) if is_decided(search, table) else None
    if leader is None:
        return None
    try:
        return leader, stored.scores_of(leader.run, "test").values[reported_measure(search).key]
    except AbsentError:
        return None


def reported_measure(search: Search) -> Measure:
    """What is told of its winner on the test images."""
    by_loss = search.plan.measure == search.task.LOSS.key
    return search.task.measure(search.task.CHOOSES) if by_loss else search.measure


def importance(search: Search, table: list[Trial]) -> dict[str, float | None]:
    """By parameter, the share 0…1 of the differences between trials that it explains alone.

    ω² of the value over its choices, or over a range's quarters (Hays 1963): what chance would explain is taken off, so
    that a parameter without effect has about 0. None where the trials can't tell.
    """
    scored = [trial for trial in table if trial.loss is not None]
    scores = np.array([value(search, trial) for trial in scored])
    return {
        searched.name: _explained(
            _groups([trial.values[searched.name] for trial in scored], bool(searched.choices)), scores
        )
        for searched in search.plan.space
    }


def state(search: Search, table: list[Trial]) -> str:
    """How far it is, in words: "9 of 20 trials are finished, 2 were ended early, 1 is still to come."."""
    count = Counter(trial.status for trial in table)
    planned = search.plan.trials if search.is_open else len(table)
    to_come = planned - sum(count[status] for status in ENDED)
    words = [f"{count['finished']} of {planned} trials {'is' if count['finished'] == 1 else 'are'} finished"]
    for status, ending in (("pruned", "ended early"), ("stopped", "stopped")):
        words += [f"{count[status]} {'was' if count[status] == 1 else 'were'} {ending}"] * bool(count[status])
    words += [f"{count['failed']} failed"] * bool(count["failed"])
    words += [f"{to_come} {'is' if to_come == 1 else 'are'} still to come"] * (to_come > 0)
    closed = f" It was closed early: {search.reason}" if search.reason else ""
    return ", ".join(words) + "." + closed


def _trial(search: Search, number: int, run: Run) -> Trial:
    status, why = run.status, pruned(run)
    epochs, score, loss = len(run.learned), None, None
    if status == "finished":
        epochs = len(run.result.get("history", []))
        try:
            scores = stored.scores_of(run, "validation")
        except AbsentError:
            scores = None
        if scores:
            loss, score = scores.loss, scores.values.get(search.plan.measure)
    elif status == "stopped" and why:
        status = "pruned"
    reason = why if status == "pruned" else run.error if status == "failed" else None
    return Trial(run, number, values(search, run), status, epochs, score, loss, reason)


def _groups(tried: list[Any], named: bool) -> np.ndarray:
    """A group number for each value: int64 (n,). Of a range, quarters of the trials in the order of its values."""
    if named:
        kinds = list(dict.fromkeys(tried))
        return np.array([kinds.index(value) for value in tried], np.int64)
    order = np.argsort(np.argsort(tried, kind="stable"), kind="stable")
    return order * BINS // max(1, len(tried))


def _explained(groups: np.ndarray, scores: np.ndarray) -> float | None:
    """ω² of one-way groups; None for one group, or no more trials than groups."""
    kinds, n = np.unique(groups), len(scores)
    if len(kinds) < 2 or n <= len(kinds):
        return None
    total = float(((scores - scores.mean()) ** 2).sum())
    if total < 1e-18:
        return 0.0
    within = sum(float(((scores[groups == kind] - scores[groups == kind].mean()) ** 2).sum()) for kind in kinds)
    noise = within / (n - len(kinds))
    return float(np.clip((total - within - (len(kinds) - 1) * noise) / (total + noise), 0, 1))
