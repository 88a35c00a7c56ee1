"""Where a model of votes is off: predicted against voted fractions of one answer, by question, galaxy by galaxy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from galaxy_core.evaluation import stored
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.tasks.voting.predictions import Predictions
from galaxy_core.tasks.voting.scoring import QuestionScore, Scores

CELLS = 20  # of each side of the map of voted against predicted
BINS = 10  # of the diagram of calibration


@dataclass(frozen=True, eq=False)
class Pairs:
    """Voted and predicted fractions of one answer, float64 (m,), of the galaxies in which enough volunteers were asked:
    `places` int64 (m,) in the predictions."""

    places: np.ndarray
    voted: np.ndarray
    predicted: np.ndarray

    @property
    def cells(self) -> np.ndarray:
        """The cell of each galaxy on a map of CELLS × CELLS, voted across and predicted up: int64 (m,)."""
        across, up = (np.minimum((CELLS * part).astype(np.int64), CELLS - 1) for part in (self.voted, self.predicted))
        return across * CELLS + up

    def counts(self) -> np.ndarray:
        """Galaxies in each cell: int64 (CELLS, CELLS), the first index by voted fractions."""
        return np.bincount(self.cells, minlength=CELLS * CELLS).reshape(CELLS, CELLS)

    def within(self, across: int, up: int) -> np.ndarray:
        """The places of the galaxies of one cell, those that are off most first."""
        inside = self.cells == across * CELLS + up
        off = np.abs(self.voted - self.predicted)[inside]
        return self.places[inside][np.argsort(-off, kind="stable")]


@dataclass(frozen=True)
class CalibrationBin:
    """Galaxies for which a model says about the same fraction: what it says and what volunteers said, on average."""

    predicted: float
    voted: float
    count: int


def enough(said: Predictions, question: int, least: int) -> np.ndarray:
    """Of which galaxies at least so many volunteers were asked a question, where votes are counted: bool (n,)."""
    counted = said.counted[:, question]
    totals = said.totals[:, question]
    return counted & ~(totals < least)


def pairs(said: Predictions, answer: int, least: int = 0) -> Pairs:
    """Voted and predicted fractions of an answer, on galaxies with at least so many votes in its question."""
    places = np.flatnonzero(enough(said, int(said.tree.question_of[answer]), least))
    voted, fractions = said.voted[places, answer], said.fractions[places, answer]
    return Pairs(places, voted.astype(np.float64), np.clip(fractions.astype(np.float64), 0, 1))


def worst(said: Predictions, question: int, least: int = 0) -> np.ndarray:
    """The places of all galaxies that count in a question, those whose fractions are off most first: int64 (m,)."""
    places, columns = np.flatnonzero(enough(said, question, least)), said.tree.slices[question]
    off = ((said.voted[places, columns] - said.fractions[places, columns]) ** 2).mean(axis=1)
    return places[np.argsort(-off, kind="stable")]


def calibration(of: Pairs) -> list[CalibrationBin]:
    """Predicted fractions in BINS equal steps, each beside the mean of what volunteers said: honest ones agree."""
    steps = np.minimum((BINS * of.predicted).astype(np.int64), BINS - 1)
    bins = []
    for step in range(BINS):
        inside = steps == step
        if inside.any():
            bins.append(
                CalibrationBin(float(of.predicted[inside].mean()), float(of.voted[inside].mean()), int(inside.sum()))
            )
    return bins


def by_question(lines: Sequence[RunScore]) -> list[tuple[RunScore, dict[str, QuestionScore]]]:
    """The scores of each question on test images, of the runs that have them."""
    scored = [(line, stored.parts(line.run, ("test",)).get("test")) for line in lines]
    return [(line, dict(scores.questions)) for line, scores in scored if isinstance(scores, Scores)]
