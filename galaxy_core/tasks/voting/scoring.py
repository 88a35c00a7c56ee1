"""How good a model of votes is: scores over all answers, and a line for each question beside what no model could
better."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from galaxy_core import DataError, tasks
from galaxy_core.intervals import Score, proportion
from galaxy_core.tasks.voting import likelihood, sums
from galaxy_core.tasks.voting.predictions import Predictions

HALF = 0.5  # of the volunteers are asked, at least, where the answer of the majority counts

Pair = tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]  # numbers of each image, what makes a score of their sums


@dataclass(frozen=True)
class QuestionScore:
    """One question, on the `n` galaxies of which enough volunteers were asked it; None where there are none."""

    n: int
    rmse: Score | None  # of the fractions of its answers
    floor: float | None  # √(p(1 − p)/N): what the volunteers' own number leaves; None where only fractions are known
    column_mean_rmse: float | None  # what the best constant reaches on these galaxies
    accuracy: Score | None  # the answer of the majority, on the galaxies of which half the volunteers were asked it

    def as_json(self) -> dict[str, Any]:
        """In pure Python numbers."""
        rmse, accuracy = self.rmse, self.accuracy
        return {
            "n": self.n,
            "rmse": rmse and rmse.value,
            "rmse_interval": rmse and [rmse.low, rmse.high],
            "floor": self.floor,
            "column_mean_rmse": self.column_mean_rmse,
            "accuracy": accuracy and accuracy.value,
            "accuracy_interval": accuracy and [accuracy.low, accuracy.high],
            "accuracy_n": accuracy.n if accuracy else 0,
        }


@dataclass(frozen=True)
class Scores(tasks.Scores):
    """The scores of one part of a split, each with its 95 % interval; the loss is −ln of the probability of a galaxy's
    votes, or the mean squared error where only fractions are known."""

    coverage_90: Score | None  # how much of the votes the 90 % intervals hold; None of a model that gives none
    questions: Mapping[str, QuestionScore]  # by their keys

    def __hash__(self) -> int:
        return super().__hash__()

    def as_json(self) -> dict[str, Any]:
        """The same keys, `coverage_90`, and `questions`."""
        held = self.coverage_90
        return super().as_json() | {
            "coverage_90": held and held.value,
            "coverage_90_interval": held and [held.low, held.high],
            "questions": {key: score.as_json() for key, score in self.questions.items()},
        }


def scores(predictions: Predictions, seed: int = 0) -> Scores:
    """All scores with bootstrap intervals over images, drawn with `seed`; the accuracy of a question has Wilson's.

    Raises DataError where there are no images.
    """
    if predictions.n == 0:
        raise DataError("There are no images to score: this part of the split is empty.")
    pairs: dict[str, Pair] = {
        key: (statistic.columns(predictions), statistic.of) for key, statistic in sums.STATISTICS.items()
    }
    questions = [question.key for question in predictions.tree.questions]
    pairs |= {f"question {key}": (_question(predictions, number), _root) for number, key in enumerate(questions)}
    if (held := _held(predictions)) is not None:
        pairs["coverage_90"] = held, _share
    by_name = dict(zip(pairs, sums.bootstrapped(list(pairs.values()), seed), strict=True))
    values = {key: by_name[key] for key in sums.STATISTICS}
    by_question = {
        key: _of_question(predictions, number, by_name[f"question {key}"]) for number, key in enumerate(questions)
    }
    return Scores(predictions.n, values, _loss(predictions, values["mse"]), by_name.get("coverage_90"), by_question)


def floor(predictions: Predictions, number: int) -> float | None:
    """The noise floor of a question: √ of the mean of p(1 − p)/N over its galaxies and answers."""
    columns, counted = predictions.tree.slices[number], predictions.counted[:, number]
    asked = predictions.totals[counted, number].astype(np.float64)
    if not len(asked) or not np.isfinite(asked).all():
        return None
    voted = predictions.voted[counted, columns].astype(np.float64)
    return float(np.sqrt((voted * (1 - voted) / asked[:, None]).mean()))


def accuracy(predictions: Predictions, number: int) -> Score | None:
    """How often the answer that the model gives the highest fraction is the one that most volunteers gave, on the
    galaxies of which at least half the volunteers were asked (the protocol of Walmsley et al. 2022, MNRAS 509,
    3966, table 3)."""
    columns = predictions.tree.slices[number]
    asked = np.flatnonzero(_share_asked(predictions)[:, number] >= HALF)
    voted, fractions = predictions.voted[asked, columns], predictions.fractions[asked, columns]
    return proportion(int((voted.argmax(axis=1) == fractions.argmax(axis=1)).sum()), len(asked))


def _share_asked(predictions: Predictions) -> np.ndarray:
    """Of all volunteers of a galaxy, those who were asked each question: (n, q); 0 where nobody was."""
    known = np.stack(
        [np.isfinite(predictions.voted[:, columns]).all(axis=1) for columns in predictions.tree.slices], axis=1
    )
    shares = predictions.tree.asked(predictions.voted)
    if np.isfinite(predictions.totals).any():
        everybody = predictions.totals.max(axis=1, keepdims=True)
        counted = np.divide(predictions.totals, everybody, out=np.zeros_like(predictions.totals), where=everybody > 0)
        shares = np.where(np.isfinite(predictions.totals), counted, shares)
    return np.where(known, shares, 0)


def _of_question(predictions: Predictions, number: int, rmse: Score) -> QuestionScore:
    columns, counted = predictions.tree.slices[number], predictions.counted[:, number]
    n = int(counted.sum())
    right = accuracy(predictions, number)
    if not n:
        return QuestionScore(0, None, None, None, right)
    constant = float(np.sqrt(predictions.voted[counted, columns].astype(np.float64).var(axis=0).mean()))
    return QuestionScore(n, Score(rmse.value, rmse.low, rmse.high, n), floor(predictions, number), constant, right)


def _question(predictions: Predictions, number: int) -> np.ndarray:
    """Squares of what its fractions are off by and how many these are, of each image that counts: float64 (n, 2)."""
    columns, counted = predictions.tree.slices[number], predictions.counted[:, number]
    off, known = (part[:, columns].sum(axis=1) * counted for part in sums.errors(predictions))
    return np.stack([off, known], axis=1)


def _held(predictions: Predictions) -> np.ndarray | None:
    """How much of its votes the 90 % intervals hold and how many these are, of each image: float64 (n, 2)."""
    alpha, tree = predictions.concentrations, predictions.tree
    if alpha is None:
        return None
    counts = (predictions.totals > 0)[:, tree.question_of]  # of however few: the interval of few votes is as wide
    if not counts.any():
        return None
    inside = np.zeros((predictions.n, len(tree.answers)))
    asked, total = predictions.totals[:, tree.question_of], tree.totals(alpha)[:, tree.question_of]
    inside[counts] = likelihood.held(predictions.votes[counts], asked[counts], alpha[counts], total[counts])
    return np.stack([inside.sum(axis=1), counts.sum(axis=1)], axis=1)


def _loss(predictions: Predictions, mse: Score) -> float:
    known = np.isfinite(predictions.votes).all(axis=1)
    if not known.any():
        return mse.value
    alpha = None if predictions.concentrations is None else predictions.concentrations[known]
    logs = likelihood.log_probabilities(predictions.tree, predictions.votes[known], predictions.fractions[known], alpha)
    return float(-logs.mean())


def _share(totals: np.ndarray) -> np.ndarray:
    return np.divide(totals[..., 0], totals[..., 1], out=np.zeros_like(totals[..., 0]), where=totals[..., 1] > 0)


def _root(totals: np.ndarray) -> np.ndarray:
    return np.sqrt(_share(totals))
