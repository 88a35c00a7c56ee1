"""Many runs side by side: a line for each finished run on a data set, and what may be said of two of them."""

import math
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from galaxy_core import AbsentError, GalaxyError, runs
from galaxy_core.evaluation import stored
from galaxy_core.evaluation.confusion import confused_pairs
from galaxy_core.evaluation.pairing import Paired, paired
from galaxy_core.evaluation.stored import Summary
from galaxy_core.intervals import Score
from galaxy_core.runs import Run
from galaxy_core.tasks.classification.scoring import per_class

MEASURES = {"accuracy": "Accuracy", "macro_f1": "Macro-F1", "balanced_accuracy": "Balanced accuracy"}


@dataclass(frozen=True)
class RunScore:
    """One finished run, what to call it, and its scores on the test images and cost."""

    run: Run
    title: str
    summary: Summary

    def score(self, measure: str) -> Score:
        """One of MEASURES."""
        return getattr(self.summary, measure)

    def guessing(self, measure: str) -> float | None:
        """What always naming the largest class reaches, 0…1; None where that says little."""
        return {"accuracy": self.summary.guessing.value, "balanced_accuracy": 1 / self.summary.occurring}.get(measure)


@dataclass(frozen=True)
class Hardest:
    """The class that a run recognises least often: of `n` images `right`; `taken` it took for class `instead`."""

    label: int
    n: int
    right: int
    instead: int | None
    taken: int


def table(dataset: str | None = None, measure: str = "accuracy") -> list[RunScore]:
    """A line for every finished run on a data set (on any, if None) whose predictions can be read, best first."""
    return best_first(table_within(math.inf, dataset)[0], measure)


def table_within(seconds: float, dataset: str | None = None) -> tuple[list[RunScore], list[Run]]:
    """The lines that are known or can be had in so many seconds, and the runs yet to be scored; the newest first."""
    finished = [run for run in runs.every() if dataset in (None, run.request.dataset) and run.is_finished]
    waiting = score([run for run in finished if stored.is_unscored(run)], seconds)
    found = [(run, stored.kept(run)) for run in finished]
    return [RunScore(run, runs.title(run), summary) for run, summary in found if summary], waiting


def score(waiting: list[Run], seconds: float) -> list[Run]:
    """Scores runs for so many seconds, one at least; returns those that are left."""
    end = time.monotonic() + seconds
    for done, run in enumerate(waiting, start=1):
        with suppress(AbsentError):  # then there is nothing to score
            stored.summary(run)
        if time.monotonic() > end:
            return waiting[done:]
    return []


def best_first(lines: list[RunScore], measure: str = "accuracy") -> list[RunScore]:
    """The lines in the order of one of MEASURES; of equal ones the newest comes first."""
    return sorted(lines, key=lambda line: line.score(measure).value, reverse=True)


def matching(lines: list[RunScore], words: str = "", models: Collection[str] = ()) -> list[RunScore]:
    """Those whose title, note or name holds every word, in whatever case, and that are of one of the models, if any."""
    wanted = words.casefold().split()

    def holds(line: RunScore) -> bool:
        if models and line.run.request.model not in models:
            return False
        if not wanted:
            return True
        said = "\n".join((line.title, line.run.metadata.note, line.run.name)).casefold()
        return all(word in said for word in wanted)

    return [line for line in lines if holds(line)]


def changes(lines: list[RunScore]) -> list[tuple[str, ...]]:
    """What each run was asked otherwise than the one begun just before it on its data set, in words."""
    earlier = runs.befores(runs.every())
    return [runs.changes(line.run, other) if (other := earlier.get(line.run.name)) else () for line in lines]


def difference(one: RunScore, other: RunScore) -> Paired | None:
    """The paired test of two runs, or None where they weren't tested on the same images."""
    try:
        return paired(stored.predictions(one.run), stored.predictions(other.run))
    except GalaxyError:
        return None


def hardest(run: Run) -> Hardest | None:
    """The class with test images that a run recognises least often, and what it most often takes them for."""
    predictions = stored.predictions(run)
    found = [(score.recall.value, label) for label, score in enumerate(per_class(predictions)) if score.recall]
    if not found:
        return None
    label = min(found)[1]
    row = predictions.confusion[label]
    pair = next((pair for pair in confused_pairs(predictions) if pair[0] == label), None)
    return Hardest(label, int(row.sum()), int(row[label]), pair and pair[1], pair[2] if pair else 0)
