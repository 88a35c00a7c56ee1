"""Votes drawn along the tree of Galaxy Zoo 2, with what they were drawn from."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import trees

GZ2 = trees.tree("gz2")


@pytest.fixture(scope="session")
def drawn() -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    """`drawn(n, seed)`: targets float32 (n, 2, 37) of 20 to 60 volunteers a galaxy,
    and their concentrations (n, 37)."""
    return draw


def draw(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Each question's fractions of one galaxy are Dirichlet, so its votes are Dirichlet-multinomial."""
    random = np.random.default_rng(seed)
    alpha = random.uniform(1, 30, (n, len(GZ2.answers)))
    votes, volunteers = np.zeros(alpha.shape), random.integers(20, 61, n)
    for number, columns in enumerate(GZ2.slices):
        gamma = random.gamma(alpha[:, columns])
        asked = votes[:, GZ2.parents[number]].sum(axis=1).astype(int) if len(GZ2.parents[number]) else volunteers
        votes[:, columns] = random.multinomial(asked, gamma / gamma.sum(axis=1, keepdims=True))
    return np.stack([votes, GZ2.fractions(votes)], axis=1).astype(np.float32), alpha.astype(np.float32)
