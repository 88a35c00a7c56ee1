"""Strata are ways through the tree, and none of them is rare."""

from collections.abc import Callable

import numpy as np

from galaxy_core import trees
from galaxy_core.tasks.voting import strata

GZ2 = trees.tree("gz2")


def voted(*answers: str) -> np.ndarray:
    """Fractions float32 (1, 37): all of them gave these answers."""
    fractions = np.zeros((1, 37), np.float32)
    fractions[0, [GZ2.column(answer) for answer in answers]] = 1
    return fractions


def test_the_question_that_hangs_most_closely_follows() -> None:
    following = strata.followers(GZ2)
    assert GZ2.questions[following[GZ2.column("a01_smooth")]].key == "t07", "t06 hangs on two answers"
    assert GZ2.questions[following[GZ2.column("a05_no")]].key == "t03", "the first of three"
    assert following[GZ2.column("a03_star_or_artifact")] == -1


def test_galaxies_of_one_way_are_of_one_stratum(drawn: Callable) -> None:
    smooth, edge_on = (
        voted("a01_smooth", "a16_completely_round"),
        voted("a02_features_or_disk", "a04_yes", "a25_rounded"),
    )
    rare, rarer = voted("a01_smooth", "a18_cigar_shaped"), voted("a03_star_or_artifact")
    fractions = np.concatenate([smooth] * 100 + [edge_on] * 60 + [rare] * 3 + [rarer])
    found = strata.strata(GZ2, fractions)
    assert len(np.unique(found)) == 2 and len(np.unique(found[:100])) == 1, "what is rare goes with the most"
    assert found[0] != found[100] and (found[160:] == found[0]).all()
    targets, _ = drawn(800)
    counts = np.bincount(strata.strata(GZ2, targets[:, 1]))
    assert len(counts) > 4 and counts.min() >= strata.LEAST


def test_few_or_no_galaxies_are_one_stratum(drawn: Callable) -> None:
    targets, _ = drawn(12)
    assert strata.strata(GZ2, targets[:, 1]).tolist() == [0] * 12
    assert strata.strata(GZ2, np.zeros((0, 37))).shape == (0,)
    nothing = np.full((30, 37), np.nan)
    assert strata.strata(GZ2, nothing).tolist() == [0] * 30
