"""What volunteers, or a model, think of one galaxy: the fractions of its tree, who came to each question,
how sure that is."""

from dataclasses import dataclass

import numpy as np

from galaxy_core.tasks.voting import likelihood
from galaxy_core.tasks.voting.predictions import ENOUGH
from galaxy_core.trees import Tree

HALF = 0.5  # of all volunteers: a question that fewer come to says little about the galaxy

FEW = 5  # galaxies that stand for an answer that is nowhere the majority's


@dataclass(frozen=True, eq=False)
class Opinion:
    """Of a tree of a answers to q questions."""

    fractions: np.ndarray  # float64 (a,), inside each question; NaN where nobody was asked
    asked: np.ndarray  # float64 (q,), the share of all volunteers who come to each question
    totals: np.ndarray | None = None  # float64 (q,), votes that each question got; None where nobody counted
    intervals: np.ndarray | None = None  # float64 (a, 2), of 90 %; None of a model that gives none

    def is_relevant(self, question: int) -> bool:
        """Whether at least half of the volunteers come to it."""
        return bool(self.asked[question] >= HALF)

    def share(self, tree: Tree, answer: int) -> float:
        """Of all volunteers, those who give an answer: 0…1."""
        fraction = np.nan_to_num(self.fractions[answer])
        return float(fraction * self.asked[tree.question_of[answer]])


def voted(tree: Tree, target: np.ndarray) -> Opinion:
    """What volunteers said: float32 (2, a), votes and fractions as `tasks.votes` has them."""
    votes, fractions = target.astype(np.float64)
    totals = tree.totals(votes) if np.isfinite(votes).all() else None
    return Opinion(fractions, tree.asked(fractions), totals)


def predicted(tree: Tree, outputs: np.ndarray) -> Opinion:
    """What a model says: float32 (a,) fractions, or (2a,) with the concentrations behind them."""
    count = len(tree.answers)
    fractions, alpha = outputs[:count].astype(np.float64), outputs[count:]
    intervals = None
    if len(alpha):
        intervals = np.stack(likelihood.interval(alpha, tree.totals(alpha)[tree.question_of]), axis=1)
    return Opinion(fractions, tree.asked(fractions), None, intervals)


def mean(tree: Tree, targets: np.ndarray) -> Opinion:
    """What volunteers said of many galaxies together, targets (n, 2, a): fractions of all votes where these are
    counted, else the mean of the fractions that are known."""
    votes, fractions = targets[:, 0].astype(np.float64), targets[:, 1].astype(np.float64)
    if np.isfinite(votes).all():
        sums = votes.sum(axis=0)
        inside = tree.fractions(sums).astype(np.float64)
        return Opinion(inside, tree.asked(inside), tree.totals(sums))
    known = np.isfinite(fractions)
    sums, counts = np.where(known, fractions, 0).sum(axis=0), known.sum(axis=0)
    inside = np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0)
    return Opinion(inside, tree.asked(inside))


def most_voted(tree: Tree, targets: np.ndarray, column: int, count: int) -> np.ndarray:
    """Of galaxies, targets (n, 2, a), the rows of those of which most volunteers gave an answer and enough were asked,
    the largest fractions first, so many at most: int64 (k,). Where there is none, of the FEW that come nearest."""
    columns = tree.slices[tree.question_of[column]]
    votes, fractions = targets[:, 0, columns], targets[:, 1, columns]
    totals, ours = votes.sum(axis=1), fractions[:, column - columns.start]
    known = np.flatnonzero(np.isfinite(fractions).all(axis=1) & ~(totals < ENOUGH))
    ordered = known[np.lexsort((-totals[known], -ours[known]))]
    won = ordered[ours[ordered] == fractions[ordered].max(axis=1)]
    return (won[:count] if len(won) else ordered[: min(count, FEW)]).copy()
