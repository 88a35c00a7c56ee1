"""One galaxy with chosen votes."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import trees
from galaxy_core.datasets import rules


@pytest.fixture
def called() -> Callable[..., str | None]:
    """`called(rule, tree, answer=fraction, …)`: the class that 40 volunteers' answers make of a galaxy, or None."""

    def _called(name: str, tree_name: str, fractions: dict[str, float], votes: float = 40) -> str | None:
        tree, module = trees.tree(tree_name), rules.rule(name)
        targets = np.zeros((1, 2, len(tree.answers)), np.float32)
        for answer, fraction in fractions.items():
            targets[0, :, tree.column(answer)] = [votes * fraction, fraction]
        asked = tree.totals(targets[:, 1]) > 0
        targets[:, 1][~asked[:, tree.question_of]] = np.nan
        number = int(rules.classes(targets, tree, module.CONDITIONS[tree_name])[0])
        return module.SHORT[number] if number >= 0 else None

    return _called
