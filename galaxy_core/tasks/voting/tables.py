"""Votes and predictions as rows: of each answer the fraction that was voted and that is predicted, of each question how
many voted and, of a model that says how sure it is, the sum of the concentrations."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from galaxy_core.tasks.voting.predictions import Predictions
from galaxy_core.trees import Tree


def columns(tree: Tree) -> tuple[str, ...]:
    """row; voted_ANSWER and predicted_ANSWER; votes_QUESTION; concentration_QUESTION."""
    answers = [f"{what}_{answer}" for answer in tree.answers for what in ("voted", "predicted")]
    questions = [f"{what}_{question.key}" for what in ("votes", "concentration") for question in tree.questions]
    return ("row", *answers, *questions)


def rows(predictions: Predictions) -> Iterator[tuple[object, ...]]:
    """The same of each image; "" for what isn't known."""
    both = np.stack([predictions.voted, predictions.fractions], axis=2).reshape(predictions.n, -1)
    for row, numbers in zip(
        predictions.rows.tolist(), np.concatenate([both, *_questions(predictions)], axis=1), strict=True
    ):
        yield (row, *("" if np.isnan(number) else number for number in numbers))


def documents(predictions: Predictions) -> Iterator[dict[str, Any]]:
    """`{row, voted: {answer: f}, predicted: {answer: f}, votes: {question: N}, concentration: {question: A}}`; None for
    what isn't known."""
    answers, questions = predictions.tree.answers, tuple(question.key for question in predictions.tree.questions)
    parts = {"voted": (answers, predictions.voted), "predicted": (answers, predictions.fractions)}
    parts |= dict(zip(("votes", "concentration"), ((questions, part) for part in _questions(predictions)), strict=True))
    for place, row in enumerate(predictions.rows.tolist()):
        yield {"row": row} | {
            name: dict(zip(keys, map(_number, values[place].tolist()), strict=True))
            for name, (keys, values) in parts.items()
        }


def _questions(predictions: Predictions) -> tuple[np.ndarray, np.ndarray]:
    """Votes and sums of concentrations of each question, float32 (n, q) both; NaN where they aren't known."""
    alpha = predictions.concentrations
    sums = np.full(predictions.totals.shape, np.nan, np.float32) if alpha is None else predictions.tree.totals(alpha)
    return predictions.totals, sums


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value
