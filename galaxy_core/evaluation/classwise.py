"""How well runs know each class: the hardest of one, and a table of F1 by run and class."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from galaxy_core import AbsentError, tasks
from galaxy_core.evaluation import stored
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.evaluation.confusion import confused_pairs
from galaxy_core.intervals import Score
from galaxy_core.runs import Run
from galaxy_core.tasks.classification.predictions import Predictions
from galaxy_core.tasks.classification.scoring import per_class

F1s = tuple[Score | None, ...]  # of each class


@dataclass(frozen=True)
class ClassTable:
    """F1 of every class (columns) by every run (rows) on test images, and on validation images, by which one of them is
    called the best; None where a class has no images and is never called."""

    classes: tuple[str, ...]
    lines: tuple[RunScore, ...]
    scores: tuple[F1s, ...]  # on test images
    validation: tuple[F1s, ...]
    images: tuple[int, ...]  # test images truly in each class

    def best(self, label: int) -> int | None:
        """The row with the highest F1 of a class on validation images, of equal ones the first; None where none is
        above 0."""
        values = [
            (score.value, -at) for at, row in enumerate(self.validation) if (score := row[label]) and score.value > 0
        ]
        return -max(values)[1] if values else None

    @property
    def hardest(self) -> tuple[int, ...]:
        """The classes with test images of which their best runs reach the lowest F1: several where it is the same."""
        tops = {label: self._top(label) for label, n in enumerate(self.images) if n}
        return tuple(label for label, top in tops.items() if top == min(tops.values()))

    def _top(self, label: int) -> float:
        row = self.best(label)
        score = None if row is None else self.scores[row][label]
        return score.value if score else 0.0


@dataclass(frozen=True)
class Hardest:
    """The class that a run recognises least often: of `n` images `right`; `taken` it took for class `instead`. `ties`
    are further classes that it recognises as seldom."""

    label: int
    n: int
    right: int
    instead: int | None
    taken: int
    ties: tuple[int, ...] = ()


def hardest(run: Run) -> Hardest | None:
    """The class with test images that a run recognises least often, and what it most often takes them for."""
    predictions = _classified(stored.predictions(run))
    recalls = [(score.recall.value, label) for label, score in enumerate(per_class(predictions)) if score.recall]
    if not recalls:
        return None
    least, label = min(recalls)
    ties = tuple(other for recall, other in recalls if recall == least and other != label)
    row = predictions.confusion[label]
    pair = next((pair for pair in confused_pairs(predictions) if pair[0] == label), None)
    return Hardest(label, int(row.sum()), int(row[label]), pair and pair[1], pair[2] if pair else 0, ties)


def f1(lines: Sequence[RunScore], most: int = 12) -> ClassTable | None:
    """The table of the first so many lines whose predictions can be read; None where there is none.

    All must have been tested on the same images (see `ranking.same_images`).
    """
    columns: list[tuple[RunScore, F1s, F1s]] = []
    for line in lines:
        with suppress(AbsentError):  # they have gone since the line was made
            columns.append((line, f1_of(line.run, "test"), _f1_of_validation(line)))
        if len(columns) == most:
            break
    if not columns:
        return None
    shown, scores, validation = zip(*columns, strict=True)
    counts = stored.task(shown[0].run).counts(stored.predictions(shown[0].run).targets)
    return ClassTable(shown[0].run.target_names, shown, scores, validation, tuple(counts.tolist()))


def f1_of(run: Run, part: str) -> F1s:
    """F1 of each class by a run on a part. Raises AbsentError where its predictions are gone."""
    return _f1(stored.stamp(run), part)


def _f1_of_validation(line: RunScore) -> F1s:
    if line.summary.validation is None:
        return (None,) * len(line.run.target_names)
    return f1_of(line.run, "validation")


@lru_cache(maxsize=512)
def _f1(stamp: stored.Stamp, part: str) -> F1s:
    return tuple(score.f1 for score in per_class(_classified(stored.predictions_at(stamp, part))))


def _classified(predictions: tasks.Predictions) -> Predictions:
    """Raises AbsentError where it isn't of classes."""
    if not isinstance(predictions, Predictions):
        raise AbsentError("This run doesn't tell classes apart: choose one that does.")
    return predictions
