"""Galaxies of which most volunteers went the same way through the tree: what splits share out evenly."""

import numpy as np

from galaxy_core.trees import Tree

LEAST, SHARE = 20, 0.01  # galaxies of one stratum, at least; the same as a share of all


def strata(tree: Tree, fractions: np.ndarray) -> np.ndarray:
    """int64 (n,) from 0, of fractions (n, a): equal where the answers of the majority are, from the first question
    along that which hangs most closely on each answer.

    A way that few galaxies went ends where enough have gone: its last answer counts no more, then the one before it.
    """
    if not len(fractions):
        return np.zeros(0, np.int64)
    way = ways(tree, np.nan_to_num(fractions))
    least = max(LEAST, SHARE * len(way))
    for end in range(way.shape[1] - 1, -1, -1):
        _, number, counts = np.unique(way, axis=0, return_inverse=True, return_counts=True)
        way[counts[number.ravel()] < least, end] = -1
    _, number, counts = np.unique(way, axis=0, return_inverse=True, return_counts=True)
    kept = np.where(
        counts < least, counts.argmax(), np.arange(len(counts))
    )  # what is rare to the end goes with the most
    return np.unique(kept[number.ravel()], return_inverse=True)[1].ravel().astype(np.int64)


def ways(tree: Tree, fractions: np.ndarray) -> np.ndarray:
    """The columns of the answers along each galaxy's way, −1 behind its end: int64 (n, steps)."""
    following = followers(tree)
    question = np.zeros(len(fractions), np.int64)
    steps = []
    while (question >= 0).any():
        answer = np.full(len(fractions), -1)
        for number, columns in enumerate(tree.slices):
            here = (question == number) & fractions[:, columns].any(axis=1)
            answer[here] = columns.start + fractions[here, columns].argmax(axis=1)
        steps.append(answer)
        question = np.where(answer >= 0, following[answer], -1)
    return np.stack(steps, axis=1)


def followers(tree: Tree) -> np.ndarray:
    """The question that hangs most closely on each answer, −1 for none: int64 (a,).
    Closely is where few answers lead."""
    closest = np.full(len(tree.answers), -1)
    for column in range(len(tree.answers)):
        following = [number for number, parents in enumerate(tree.parents) if column in parents]
        closest[column] = min(following, key=lambda number: (len(tree.parents[number]), number), default=-1)
    return closest
