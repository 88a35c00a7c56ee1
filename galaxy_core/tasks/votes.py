"""Volunteers answer questions along a decision tree: how they would vote is learned, and how sure that is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from galaxy_core import DataError, tasks, trees
from galaxy_core.plugins.parameters import AUTOMATIC
from galaxy_core.tasks import Measure
from galaxy_core.tasks.voting import heads, likelihood, scoring, strata, sums, tables, words
from galaxy_core.tasks.voting.predictions import Predictions
from galaxy_core.trees import Tree

TITLE = "Votes"
SENTENCE = "Volunteers answered questions about each galaxy, and a model says which share of them gives each answer."
SOURCE = "Walmsley et al. 2022, MNRAS 509, 3966; Willett et al. 2013, MNRAS 435, 2835"


@dataclass(frozen=True)
class Task(tasks.Task):
    """`names` are the answers of a tree (`galaxy_core.trees`), question after question.

    Targets are float32 (n, 2, a): [:, 0] the votes (NaN over a whole row where only fractions are known), [:, 1] the
    fractions inside each question, 0…1 (debiased ones need not sum to 1; NaN where nobody was asked). Outputs are the
    fractions inside each question, float32 (n, a); behind them, of a model that says how sure it is, stand the
    concentrations of a Dirichlet distribution of each question: float32 (n, 2a).
    """

    head: str = AUTOMATIC  # of a network that learns it: one of HEADS
    first: tuple[float, ...] = ()  # the logits that suit all training images best

    SCORES = (
        Measure("rmse", "RMSE", "By how much the fractions of volunteers are off: the root of the mean square over all "
                "answers.", higher_is_better=False, is_share=False),
        Measure("kaggle_rmse", "Kaggle RMSE", "The same of shares in all volunteers, as in the Galaxy Zoo challenge: a "
                "fraction times the share who come to its question.", higher_is_better=False, is_share=False),
        Measure("r2_global", "R², all answers", "How much of the variance of all fractions together it explains, 1 at "
                "best.", is_share=False, trivial=False, listed=False),
        Measure("r2_columns", "R², by answer", "How much of the variance of each answer's fractions it explains, 1 at "
                "best, averaged.", is_share=False, trivial=False, listed=False),
        Measure("mse", "MSE", "The mean square of what the fractions are off "
                              "by.", higher_is_better=False, is_share=False,
                trivial=False, listed=False),
    )  # fmt: skip
    CHOOSES = "rmse"
    LOSS = Measure("loss", "Loss", "How improbable it calls the votes, −ln, or what its head is off by.",
                   higher_is_better=False, is_share=False)  # fmt: skip
    EPOCH = (Measure("squared_error", "Squared error", "The mean square of what a galaxy's fractions are off by.",
                     higher_is_better=False, is_share=False),)  # fmt: skip
    ARRAYS = ("votes", "predicted")
    LINE = "is off by {rmse} from the volunteers' fractions on {images}"
    TRIVIAL = "column mean"
    OFFERS = frozenset({"numbers"})
    NAMED = "answers"
    ASKED = "how volunteers would answer questions about the shape"
    HEADS: ClassVar[Mapping[str, str]] = {name: head.sentence for name, head in heads.HEADS.items()}
    BALANCE = "none"

    @cached_property
    def tree(self) -> Tree:
        """The tree of these answers. Raises UsageError where there is none."""
        return trees.of_answers(self.names)

    def titled(self, name: str) -> str:
        """Behind its question: “Bar: no bar” would be nothing without it."""
        question = self.tree.questions[int(self.tree.question_of[self.names.index(name)])]
        title = next(answer.title for answer in question.answers if answer.key == name)
        return f"{question.title}: {title}"

    def check(self, targets: np.ndarray) -> None:
        """Raises DataError for what are no votes."""
        if targets.dtype != np.float32 or targets.shape[1:] != (2, len(self.tree.answers)):
            raise DataError(
                f"The votes are {targets.dtype} {targets.shape}: float32 of the shape (n, 2, "
                f"{len(self.names)}) is needed."
            )
        votes, fractions = targets[:, 0], targets[:, 1]
        if (votes < 0).any() or np.isinf(votes).any():
            wrong = votes[~(votes >= 0) & ~np.isnan(votes) | np.isinf(votes)][0]
            raise DataError(f"A number of votes is {wrong:g}: it can't be less than 0, nor infinite.")
        unknown = np.isnan(votes)
        if (unknown.any(axis=1) & ~unknown.all(axis=1)).any():
            row = int(np.flatnonzero(unknown.any(axis=1) & ~unknown.all(axis=1))[0])
            raise DataError(f"Of image {row} some numbers of votes are known and others aren't: give all, or none.")
        if (wrong := (fractions < 0) | (fractions > 1)).any():
            raise DataError(f"A fraction of votes is {fractions[wrong][0]:g}: it lies between 0 and 1.")

    def strata(self, targets: np.ndarray) -> np.ndarray:
        """Galaxies whose volunteers went the same way through the tree; rare ways end where they are rare no more."""
        return strata.strata(self.tree, targets[:, 1])

    def encoded(self, targets: np.ndarray) -> np.ndarray:
        """As `voting.heads` has it: float32 (n, 3a)."""
        return heads.encoded(targets)

    def headed(self, name: str, targets: np.ndarray) -> "Task":
        """With that head, or that which suits these targets, and what it begins with."""
        head = heads.chosen(name, bool(np.isfinite(targets[:, 0]).any()))
        return replace(self, head=head, first=tuple(heads.first(self.tree, head, targets[:, 1]).tolist()))

    @property
    def first_logits(self) -> np.ndarray | None:
        """The best constant, so that no epoch is spent on finding it."""
        return np.array(self.first, np.float32) if self.first else None

    def loss(self, encoded: Any, logits: Any) -> Any:
        """That of the head."""
        return self._head.loss(self.tree, encoded, logits)

    def followed(self, encoded: Any, logits: Any) -> list[Any]:
        """The mean square of what the fractions of an image are off by."""
        import tensorflow as tf

        count, fractions = len(self.names), self._fractions(tf.cast(logits, tf.float32))
        known = tf.cast(encoded[:, 2 * count :], tf.float32)
        off = known * tf.square(fractions - tf.math.divide_no_nan(encoded[:, count : 2 * count], known))
        return [tf.math.divide_no_nan(tf.reduce_sum(off, axis=1), tf.reduce_sum(known, axis=1))]

    def activated(self, logits: Any) -> Any:
        """The fractions, and of a Dirichlet distribution how many votes they are worth."""
        return self._head.said(self.tree, logits)

    def for_estimators(self, targets: np.ndarray) -> np.ndarray:
        """The fractions; the mean of a column where nobody was asked."""
        fractions = targets[:, 1].astype(np.float64)
        return np.where(np.isfinite(fractions), fractions, self.trivial(targets))

    def trivial(self, targets: np.ndarray) -> np.ndarray:
        """The mean of each column."""
        fractions = targets[:, 1].astype(np.float64)
        known = np.isfinite(fractions)
        sums = np.where(known, fractions, 0).sum(axis=0)
        return np.divide(sums, known.sum(axis=0), out=np.zeros(len(sums)), where=known.any(axis=0)).astype(np.float32)

    def predictions(self, rows: np.ndarray, targets: np.ndarray, outputs: np.ndarray) -> Predictions:
        """Raises DataError where they aren't votes and fractions."""
        return Predictions(rows, targets, outputs, self.names)

    def scores(self, predictions: tasks.Predictions) -> scoring.Scores:
        """See `voting.scoring.scores`."""
        return scoring.scores(Predictions.of(predictions))

    def measured(self, predictions: Sequence[tasks.Predictions], key: str, weights: np.ndarray) -> np.ndarray:
        """By sums over the images."""
        return sums.measured([Predictions.of(answers) for answers in predictions], key, weights)

    def documents(self, predictions: tasks.Predictions) -> Iterator[dict[str, Any]]:
        """`{row, voted: {answer: f}, predicted: {answer: f}, votes: {question: N}, concentration: {question: A}}`, None
        where that isn't known."""
        return tables.documents(Predictions.of(predictions))

    def answer(self, outputs: np.ndarray) -> dict[str, Any]:
        """`{fractions: {answer: f}, intervals: {answer: [low, high]} or None, path}`: intervals are of 90 %."""
        count = len(self.names)
        fractions, alpha = outputs[:count], outputs[count:]
        intervals = None
        if len(alpha):
            total = self.tree.totals(alpha)[self.tree.question_of]
            ends = np.stack(likelihood.interval(alpha, total), axis=1).tolist()
            intervals = dict(zip(self.names, ends, strict=True))
        named = dict(zip(self.names, fractions.tolist(), strict=True))
        return {"fractions": named, "intervals": intervals, "path": words.path(self.tree, fractions)}

    def catalogued(self, outputs: np.ndarray) -> dict[str, Any]:
        """`predicted`, the way of most volunteers in words, `fractions`, float16 (n, a), and where a model says how
        sure it is `concentrations`, float32 (n, a)."""
        count = len(self.names)
        fractions, concentrations = outputs[:, :count], outputs[:, count:]
        told = {"predicted": [words.path(self.tree, each) for each in fractions]}
        sure = {"concentrations": concentrations} if concentrations.size else {}
        return told | {"fractions": fractions.astype(np.float16)} | sure

    def columns(self) -> tuple[str, ...]:
        """See `voting.tables`."""
        return tables.columns(self.tree)

    def table(self, predictions: tasks.Predictions) -> Iterator[tuple[object, ...]]:
        """See `voting.tables`."""
        return tables.rows(Predictions.of(predictions))

    @property
    def _head(self) -> heads.Head:
        """That of a network; with votes, unless one was chosen."""
        return heads.head(heads.chosen(self.head, has_votes=True))

    def _fractions(self, logits: Any) -> Any:
        """Float32 (b, a), whatever stands beside them."""
        outputs = self.activated(logits)
        return outputs[0] if isinstance(outputs, list) else outputs
