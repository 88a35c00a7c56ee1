"""How well each run knows each class: a table of F1 with a row for each run and a column for each class."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from galaxy_core import AbsentError
from galaxy_core.evaluation import stored
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.intervals import Score
from galaxy_core.tasks.classification.predictions import Predictions
from galaxy_core.tasks.classification.scoring import per_class


@dataclass(frozen=True)
class ClassTable:
    """F1 of every class (columns) by every run (rows); None where a class has no test images and is never called."""

    classes: tuple[str, ...]
    lines: tuple[RunScore, ...]
    scores: tuple[tuple[Score | None, ...], ...]
    images: tuple[int, ...]  # test images truly in each class

    def best(self, label: int) -> int | None:
        """The row with the highest F1 of a class, of equal ones the first; None where none is above 0."""
        values = [(row[label].value, -at) for at, row in enumerate(self.scores) if row[label] and row[label].value > 0]
        return -max(values)[1] if values else None

    @property
    def hardest(self) -> int | None:
        """The class with test images whose best F1 is the lowest; None where none has any."""
        found = [(self._top(label), label) for label, n in enumerate(self.images) if n]
        return min(found)[1] if found else None

    def _top(self, label: int) -> float:
        row = self.best(label)
        return 0.0 if row is None else self.scores[row][label].value


def f1(lines: Sequence[RunScore], most: int = 12) -> ClassTable | None:
    """The table of the first so many lines whose predictions can be read; None where there is none.

    All must have been tested on the same images (see `ranking.same_images`).
    """
    found = []
    for line in lines:
        try:
            found.append((line, stored.predictions(line.run)))
        except AbsentError:  # they have gone since the line was made
            continue
        if len(found) == most:
            break
    if not found:
        return None
    first = found[0][1]
    scores = tuple(_f1(said) for _, said in found)
    return ClassTable(first.classes, tuple(line for line, _ in found), scores, tuple(_in_truth(first)))


@lru_cache(maxsize=256)
def _f1(said: Predictions) -> tuple[Score | None, ...]:
    return tuple(score.f1 for score in per_class(said))


def _in_truth(said: Predictions) -> list[int]:
    return said.confusion.sum(axis=1).tolist()
