"""How probable votes are under what a model says of them, and how often its intervals hold them; without TensorFlow."""

import numpy as np

from galaxy_core.tasks.voting.heads import TINY
from galaxy_core.trees import Tree

LOW, HIGH = 0.05, 0.95  # the ends of an interval of 90 %
BLOCK = 200_000  # votes looked at at once


def log_probabilities(tree: Tree, votes: np.ndarray, fractions: np.ndarray, alpha: np.ndarray | None) -> np.ndarray:
    """ln of the probability of votes (n, a) under a Dirichlet-multinomial of each question with these concentrations,
    or else under a multinomial with these fractions: float64 (n,), summed over the questions."""
    from scipy.special import gammaln

    counts = votes.astype(np.float64)
    ways = gammaln(tree.totals(counts) + 1).sum(axis=1) - gammaln(counts + 1).sum(axis=1)
    if alpha is None:
        shares = np.clip(fractions.astype(np.float64), TINY, 1)
        sums = tree.totals(shares)[:, tree.question_of]  # sigmoids need not sum to 1
        return (counts * np.log(shares / sums)).sum(axis=1) + ways
    exact = alpha.astype(np.float64)
    total = tree.totals(exact)
    between = gammaln(total) - gammaln(total + tree.totals(counts))
    return (gammaln(counts + exact) - gammaln(exact)).sum(axis=1) + between.sum(axis=1) + ways


def held(votes: np.ndarray, asked: np.ndarray, alpha: np.ndarray, total: np.ndarray) -> np.ndarray:
    """How much of each number of votes lies within the 90 % interval of what is expected: float64 (m,), 0…1, whose mean
    is .9 where the model is right.

    An answer got `votes` of `asked`; expected are such numbers as a beta-binomial with `alpha` and `total` − `alpha`
    gives. As they are whole, a number can lie across an end of the interval; then the part that lies within counts (the
    non-randomised probability integral transform of Czado, Gneiting & Held 2009, Biometrics 65, 1254).
    """
    parts = [
        _held(*(values[first : first + BLOCK].astype(np.float64) for values in (votes, asked, alpha, total)))
        for first in range(0, len(votes), BLOCK)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def interval(alpha: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The 90 % interval of the fraction that very many volunteers would give: of Beta(alpha, total − alpha)."""
    from scipy.special import betaincinv

    first, second = alpha.astype(np.float64), (total - alpha).astype(np.float64)
    return betaincinv(first, second, LOW), betaincinv(first, second, HIGH)


def _held(votes: np.ndarray, asked: np.ndarray, alpha: np.ndarray, total: np.ndarray) -> np.ndarray:
    """By the chances of 0, 1, 2 … votes, each of which follows from the one before it."""
    from scipy.special import betaln

    votes, rest = np.rint(votes), total - alpha
    chance = np.exp(betaln(alpha, rest + asked) - betaln(alpha, rest))
    below = np.zeros_like(chance)
    for count in range(int(votes.max(initial=0))):
        more = count < votes
        below += np.where(more, chance, 0)
        ratio = (asked - count) * (count + alpha) / ((count + 1) * np.maximum(asked - count - 1 + rest, 1e-12))
        chance = np.where(more, chance * ratio, chance)
    inside = np.clip(np.minimum(below + chance, HIGH) - np.maximum(below, LOW), 0, None)
    return np.divide(inside, chance, out=np.zeros_like(chance), where=chance > 0)
