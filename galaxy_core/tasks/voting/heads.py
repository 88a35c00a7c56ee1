"""Heads: what the last layer of a network says of votes, and the loss by which it learns that.

An encoded target is float32 (n, 3a) for a answers: the votes, the fractions (0 where nobody was asked), and whether
these are known, 0 or 1. Logits are float32 (b, a). Losses are float32 (b,), summed over the questions in float64, as
lnΓ of a hundred loses its fifth digit in float32. A question without votes has exactly no loss and no gradient.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from galaxy_core import UsageError
from galaxy_core.plugins.parameters import AUTOMATIC
from galaxy_core.trees import Tree

LEAST, MOST = 1.0, 101.0  # of a concentration: below 1 a posterior has two horns
FIRST = 1.5, 50.0  # what a concentration begins with: nearer to its ends it would hardly move
LEAST_SHARE = 0.01  # of an answer, where a network begins
TINY = 1e-7  # a fraction is never called less where its logarithm is taken

Loss = Callable[[Tree, Any, Any], Any]  # of a tree, encoded targets (b, 3a) and logits (b, a): (b,)
Said = Callable[[Tree, Any], Any]  # of a tree and logits (b, a): fractions (b, a), and how many votes they are worth


@dataclass(frozen=True)
class Head:
    """One of them: `sentence` says for a form what it is, `by_votes` whether it learns from the number of votes."""

    sentence: str
    by_votes: bool
    loss: Loss
    said: Said


def encoded(targets: np.ndarray) -> np.ndarray:
    """Targets float32 (n, 2, a) as a loss takes them: float32 (n, 3a)."""
    votes, fractions = targets[:, 0], targets[:, 1]
    parts = [np.nan_to_num(votes), np.nan_to_num(fractions), np.isfinite(fractions)]
    return np.concatenate(parts, axis=1, dtype=np.float32)


def blocks(tree: Tree) -> np.ndarray:
    """1 where two answers belong to one question: float64 (a, a).
    A product with it gives each answer its question's sum."""
    return (tree.question_of[:, None] == tree.question_of).astype(np.float64)


def dirichlet(tree: Tree, encoded: Any, logits: Any) -> Any:
    """−ln of the probability of the votes under a Dirichlet-multinomial of each question (Walmsley et al. 2022, MNRAS
    509, 3966, eq. 4–7): equals scipy's `dirichlet_multinomial`."""
    import tensorflow as tf

    votes, alpha = _votes(tree, encoded), concentrations(tf.cast(logits, tf.float64))
    inside = tf.math.lgamma(votes + alpha) - tf.math.lgamma(alpha)
    asked, total = _sums(tree, votes), _sums(tree, alpha)
    between = tf.math.lgamma(total) - tf.math.lgamma(asked + total)
    likely = tf.reduce_sum(inside, axis=1) + tf.reduce_sum(between, axis=1) + _ways(tree, votes)
    return tf.cast(-likely, tf.float32)


def multinomial(tree: Tree, encoded: Any, logits: Any) -> Any:
    """−ln of the probability of the votes under a multinomial of each question:
    what the above comes to where it is sure."""
    import tensorflow as tf

    votes, exact = _votes(tree, encoded), tf.cast(logits, tf.float64)
    logs = tf.concat([tf.nn.log_softmax(exact[:, columns]) for columns in tree.slices], axis=1)
    return tf.cast(-tf.reduce_sum(votes * logs, axis=1) - _ways(tree, votes), tf.float32)


def softmax(tree: Tree, encoded: Any, logits: Any) -> Any:
    """Squared error of fractions that sum to 1 in each question; so do those that it is compared with (debiased ones of
    a table may sum to 1.14 or .95)."""
    import tensorflow as tf

    fractions, known = _known(tree, encoded)
    sums = fractions @ tf.constant(blocks(tree), tf.float32)
    known = known * tf.cast(sums > TINY, tf.float32)
    return _squares(tf.math.divide_no_nan(fractions, sums), known, grouped(tree, logits))


def sigmoids(tree: Tree, encoded: Any, logits: Any) -> Any:
    """Squared error of each answer by itself, as study 003 has it."""
    import tensorflow as tf

    return _squares(*_known(tree, encoded), tf.sigmoid(logits))


def first(tree: Tree, name: str, fractions: np.ndarray) -> np.ndarray:
    """Logits of the best constant for fractions float32 (n, a): float64 (a,). Of a Dirichlet distribution, that of the
    same mean and spread."""
    known = np.isfinite(fractions)
    counts = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, fractions, 0).sum(axis=0, dtype=np.float64) / counts
    variance = (np.where(known, fractions - mean, 0).astype(np.float64) ** 2).sum(axis=0) / counts
    mean = np.clip(mean, LEAST_SHARE, 1 - LEAST_SHARE)
    if name == "dirichlet":
        total = tree.totals(mean * (1 - mean)) / np.maximum(tree.totals(variance), TINY) - 1
        share = (np.clip(mean * total[tree.question_of], *FIRST) - LEAST) / (MOST - LEAST)
        return np.log(share / (1 - share))
    return np.log(mean) if name != "sigmoids" else np.log(mean / (1 - mean))


def concentrations(logits: Any) -> Any:
    """Of each answer, 1…101."""
    from keras import ops

    return LEAST + (MOST - LEAST) * ops.sigmoid(logits)


def certain(tree: Tree, logits: Any) -> list[Any]:
    """Mean fractions under a Dirichlet distribution of each question, and the sum of its concentrations."""
    from keras import ops

    alpha = concentrations(logits)
    total = ops.matmul(alpha, blocks(tree).astype(np.float32))
    return [alpha / total, total]


def grouped(tree: Tree, logits: Any) -> Any:
    """Fractions by a softmax inside each question."""
    from keras import ops

    return ops.concatenate([ops.softmax(logits[:, columns]) for columns in tree.slices], axis=1)


def apart(tree: Tree, logits: Any) -> Any:
    """Fractions by a sigmoid of each answer: those of a question need not sum to 1."""
    from keras import ops

    return ops.sigmoid(logits)


HEADS = {
    "dirichlet": Head("Dirichlet: from the votes, and how sure it is of each question", True, dirichlet, certain),
    "multinomial": Head("Multinomial: from the votes", True, multinomial, grouped),
    "softmax": Head("Softmax: squared error of the fractions, which sum to 1", False, softmax, grouped),
    "sigmoids": Head("Sigmoids: squared error of each answer by itself, as study 003", False, sigmoids, apart),
}


def head(name: str) -> Head:
    """The head of that name. Raises UsageError naming those that exist."""
    if name not in HEADS:
        raise UsageError(f"head = “{name}” can't be used: choose {', '.join(HEADS)}.")
    return HEADS[name]


def chosen(name: str, has_votes: bool) -> str:
    """The name of a head, where it is known whether votes are. Raises UsageError where it can't learn,
    or isn't known."""
    if name == AUTOMATIC:
        return "dirichlet" if has_votes else "softmax"
    if head(name).by_votes and not has_votes:
        able = ", ".join(other for other, other_head in HEADS.items() if not other_head.by_votes)
        raise UsageError(
            f"head = “{name}” learns from numbers of votes, and this data set has fractions only: choose {able}."
        )
    return name


def _votes(tree: Tree, encoded: Any) -> Any:
    """float64 (b, a)."""
    import tensorflow as tf

    return tf.cast(encoded[:, : len(tree.answers)], tf.float64)


def _known(tree: Tree, encoded: Any) -> tuple[Any, Any]:
    """Fractions, and how much of each is known, both float32 (b, a): of mixed images, a share."""
    import tensorflow as tf

    count = len(tree.answers)
    fractions, known = tf.cast(encoded[:, count : 2 * count], tf.float32), tf.cast(encoded[:, 2 * count :], tf.float32)
    return tf.math.divide_no_nan(fractions, known), known


def _squares(fractions: Any, known: Any, predicted: Any) -> Any:
    import tensorflow as tf

    return tf.reduce_mean(known * tf.square(fractions - predicted), axis=1)


def _ways(tree: Tree, votes: Any) -> Any:
    """ln of how many orders of the votes there are, over all questions: float64 (b,)."""
    import tensorflow as tf

    asked = tf.math.lgamma(_sums(tree, votes) + 1)
    return tf.reduce_sum(asked, axis=1) - tf.reduce_sum(tf.math.lgamma(votes + 1), axis=1)


def _sums(tree: Tree, values: Any) -> Any:
    """Over the answers of each question: float64 (b, q)."""
    inside = (tree.question_of[:, None] == np.arange(len(tree.questions))).astype(np.float64)
    return values @ inside
