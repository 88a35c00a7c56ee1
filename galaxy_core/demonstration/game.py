"""How somebody's answers compare with the model's on the same galaxies."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from galaxy_core import UsageError
from galaxy_core.demonstration import Exhibit
from galaxy_core.evaluation import Paired
from galaxy_core.evaluation.pairing import of_right
from galaxy_core.intervals import Score, proportion


@dataclass(frozen=True, eq=False)
class Result:
    """Somebody's answers to n galaxies, int64 (n,), the model's, and the true ones."""

    answers: np.ndarray
    predicted: np.ndarray
    truth: np.ndarray

    @property
    def n(self) -> int:
        """Number of galaxies."""
        return len(self.truth)

    @property
    def yours(self) -> np.ndarray:
        """Whether each answer was right: bool (n,)."""
        return self.answers == self.truth

    @property
    def models(self) -> np.ndarray:
        """Whether each of the model's was: bool (n,)."""
        return self.predicted == self.truth

    @property
    def scores(self) -> tuple[Score, Score]:
        """What share you, and the model, named correctly, with Wilson's 95 % intervals."""
        yours, models = (proportion(int(right.sum()), self.n) for right in (self.yours, self.models))
        assert yours is not None and models is not None  # there are galaxies
        return yours, models

    @property
    def difference(self) -> Paired:
        """The paired test: you are a, the model is b."""
        return of_right(self.yours, self.models)

    @property
    def differ(self) -> list[int]:
        """The numbers of the galaxies that you and the model answered otherwise."""
        return [int(number) for number in np.flatnonzero(self.answers != self.predicted)]


def result(exhibits: Sequence[Exhibit], answers: Sequence[object]) -> Result:
    """Somebody's answers, the numbers of what was chosen for each galaxy, beside the model's.

    Raises UsageError where it isn't one answer for each galaxy, or one that can't be chosen.
    """
    if len(answers) != len(exhibits) or not exhibits:
        raise UsageError(f"There are {len(answers)} answers for {len(exhibits)} galaxies: play again.")
    for exhibit, answer in zip(exhibits, answers, strict=True):
        if type(answer) is not int or not 0 <= answer < len(exhibit.question.answers):
            raise UsageError(f"The answer {str(answer)[:20]} can't be chosen: play again.")
    predicted, truth = [exhibit.predicted for exhibit in exhibits], [exhibit.truth for exhibit in exhibits]
    return Result(np.array(answers, np.int64), np.array(predicted, np.int64), np.array(truth, np.int64))
