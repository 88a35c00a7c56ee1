"""Many runs side by side: a line for each finished run on a data set, in the order of what they reach on validation
images; and what may be said of two of them.

Runs are chosen by validation images, and what is told of them is what they reach on test images: the best of many test
scores is too good, by as much as luck had it (Cawley & Talbot 2010, JMLR 11, 2079).
"""

import math
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

from galaxy_core import AbsentError, GalaxyError, runs, tasks
from galaxy_core.evaluation import stored, summaries
from galaxy_core.evaluation.pairing import Paired, paired
from galaxy_core.evaluation.summaries import Summary
from galaxy_core.intervals import Score
from galaxy_core.runs import Run
from galaxy_core.tasks import Measure, Task
from galaxy_core.tasks.classification.predictions import Predictions


@dataclass(frozen=True)
class RunScore:
    """One finished run, what to call it, its scores and what it cost. A measure is a key of its task's SCORES; without
    one, it is that by which the task chooses."""

    run: Run
    title: str
    summary: Summary

    @property
    def task(self) -> type[Task]:
        """What it has learned."""
        return tasks.kind(self.summary.task)

    def measure(self, key: str | None = None) -> Measure:
        """What is known of a measure. Raises UsageError for one that is none."""
        return self.task.measure(key or self.task.CHOOSES)

    def score(self, measure: str | None = None) -> Score:
        """What it reaches on the test images: what is told of it."""
        return self.summary.test.values[measure or self.task.CHOOSES]

    def validation(self, measure: str | None = None) -> Score | None:
        """What it reaches on the validation images: what it is chosen by; None where that isn't known."""
        scores = self.summary.validation
        return None if scores is None else scores.values[measure or self.task.CHOOSES]

    def merit(self, measure: str | None = None) -> float:
        """The same as a number that is larger the better it is; below all others where it isn't known."""
        score = self.validation(measure)
        return -math.inf if score is None else self.measure(measure).merit(score.value)

    def baseline(self, measure: str | None = None) -> float | None:
        """What a model that looks at no image reaches on the test images; None where that says little."""
        return self.summary.baseline.get(measure or self.task.CHOOSES)


def table(dataset: str | None = None, measure: str | None = None) -> list[RunScore]:
    """A line for every finished run on a data set (on any, if None) whose predictions can be read, also for those that
    are shipped and listed, in the order of `best_first`."""
    return best_first(table_within(math.inf, dataset)[0], measure)


def table_within(seconds: float, dataset: str | None = None) -> tuple[list[RunScore], list[Run]]:
    """The lines that are known or can be had in so many seconds, and the runs yet to be scored; the newest first,
    shipped ones last."""
    every = [*runs.every(), *runs.shipped.listed()]
    finished = [run for run in every if dataset in (None, run.request.dataset) and run.is_finished]
    waiting = score([run for run in finished if summaries.is_unscored(run)], seconds)
    kept, titles = [(run, summaries.kept(run)) for run in finished], runs.all_titles()
    return [RunScore(run, titles.get(run.name, run.name), summary) for run, summary in kept if summary], waiting


def score(waiting: list[Run], seconds: float) -> list[Run]:
    """Scores runs for so many seconds, one at least; returns those that are left."""
    end = time.monotonic() + seconds
    for done, run in enumerate(waiting, start=1):
        with suppress(AbsentError):  # then there is nothing to score
            summaries.summary(run)
        if time.monotonic() > end:
            return waiting[done:]
    return []


def own(lines: Sequence[RunScore]) -> list[RunScore]:
    """Those of the user's runs: among these one is the best, not among those that are shipped."""
    return [line for line in lines if not line.run.is_shipped]


def best_first(lines: Sequence[RunScore], measure: str | None = None) -> list[RunScore]:
    """The lines set by set (see `sets`)."""
    return [line for comparable in sets(lines, measure) for line in comparable]


def sets(lines: Sequence[RunScore], measure: str | None = None) -> list[list[RunScore]]:
    """The lines by their test images, as scores on different images can't be ranked: the set with the most runs first,
    of equally large ones that with the newest run.

    In each set the best on validation images comes first, of equal ones the newest; those of which that isn't known
    come last, the newest first. Runs that are shipped make no set larger, and come last of all.
    """
    newest = sorted(lines, key=lambda line: line.run.request.created, reverse=True)
    by_images: dict[str, list[RunScore]] = {}
    for line in newest:
        by_images.setdefault(line.summary.images, []).append(line)
    by_size = sorted(by_images.values(), key=lambda comparable: len(own(comparable)), reverse=True)

    def rank(line: RunScore) -> tuple[bool, float]:
        return not line.run.is_shipped, line.merit(measure)

    return [sorted(comparable, key=rank, reverse=True) for comparable in by_size]


def matching(lines: list[RunScore], words: str = "", models: Collection[str] = ()) -> list[RunScore]:
    """Those whose title, note or name holds every word, in whatever case, and that are of one of the models, if any."""
    searched = words.casefold().split()

    def holds(line: RunScore) -> bool:
        if models and line.run.request.model not in models:
            return False
        if not searched:
            return True
        text = "\n".join((line.title, line.run.metadata.note, line.run.name)).casefold()
        return all(word in text for word in searched)

    return [line for line in lines if holds(line)]


def changes(lines: list[RunScore]) -> list[tuple[str, ...]]:
    """What each run was asked otherwise than the one begun just before it on its data set, in words."""
    earlier = runs.befores(runs.every())
    return [runs.changes(line.run, other) if (other := earlier.get(line.run.name)) else () for line in lines]


def difference(run_score: RunScore, reference: RunScore) -> Paired | None:
    """The paired test of two runs, or None where they weren't tested on the same images, or call no classes."""
    try:
        ours, theirs = stored.predictions(run_score.run), stored.predictions(reference.run)
        if isinstance(ours, Predictions) and isinstance(theirs, Predictions):
            return paired(ours, theirs)
    except GalaxyError:
        return None
    return None
