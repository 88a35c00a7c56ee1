"""A thousand drawn galaxies and what volunteers say of them, made once."""

from types import SimpleNamespace

import numpy as np
import pytest

from galaxy_core import trees
from galaxy_core.datasets import drawing, sample, volunteers
from galaxy_core.datasets.drawing import recorder
from galaxy_core.datasets.volunteers import appearance

COUNT, SEED = 1000, 10


@pytest.fixture(scope="session")
def judged() -> SimpleNamespace:
    """Shapes int64 (n,), facts, expected answers, votes and true probabilities (n, 37) in the tree of Galaxy Zoo 2."""
    shares = np.cumsum(sample.COUNTS) / np.sum(sample.COUNTS)
    shapes = np.searchsorted(shares, (np.arange(COUNT) + 0.5) / COUNT)
    noted = [drawing.facts(shape, SEED, row) for row, shape in enumerate(shapes)]
    facts = {name: np.array([said.get(name, np.nan) for said in noted]) for name in recorder.FACTS}
    tree, rows = trees.tree("gz2"), np.arange(COUNT)
    expected = appearance.probabilities(facts, tree)
    return SimpleNamespace(
        tree=tree, shapes=shapes, facts=facts, expected=expected,
        votes=volunteers.votes(expected, tree, SEED, rows), truth=volunteers.truth(expected, tree, SEED, rows),
    )  # fmt: skip
