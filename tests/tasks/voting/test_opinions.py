"""Opinions: who came where, and how sure a model is."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import trees
from galaxy_core.tasks.voting import opinions

GZ2 = trees.tree("gz2")


def test_what_volunteers_said_of_one_galaxy(drawn: Callable) -> None:
    targets, _ = drawn(5)
    voted = opinions.voted(GZ2, targets[0])
    assert voted.totals is not None and np.array_equal(voted.totals, GZ2.totals(targets[0, 0]))
    assert voted.asked[0] == 1 and voted.intervals is None and voted.is_relevant(0)
    answer = GZ2.column("a02_features_or_disk")
    assert voted.share(GZ2, answer) == pytest.approx(float(targets[0, 1, answer]))
    targets[0, 0] = np.nan
    assert opinions.voted(GZ2, targets[0]).totals is None


def test_what_a_model_says_has_intervals_where_it_has_concentrations(drawn: Callable) -> None:
    _, alpha = drawn(3)
    fractions = (alpha / GZ2.totals(alpha)[:, GZ2.question_of]).astype(np.float32)
    sure = opinions.predicted(GZ2, np.concatenate([fractions, alpha], axis=1)[0])
    assert sure.intervals is not None and sure.intervals.shape == (37, 2)
    assert (sure.intervals[:, 0] <= sure.fractions + 1e-3).all() and (
        sure.fractions - 1e-3 <= sure.intervals[:, 1]
    ).all()
    assert opinions.predicted(GZ2, fractions[0]).intervals is None


def test_many_galaxies_together_are_counted_by_votes_or_by_galaxies(drawn: Callable) -> None:
    targets, _ = drawn(50)
    together = opinions.mean(GZ2, targets)
    assert together.fractions[0] == pytest.approx(targets[:, 0, 0].sum() / targets[:, 0, :3].sum(), rel=1e-5)
    targets[:, 0] = np.nan
    alone = opinions.mean(GZ2, targets)
    assert alone.totals is None and alone.fractions[0] == pytest.approx(np.nanmean(targets[:, 1, 0]), rel=1e-5)


def test_galaxies_stand_for_an_answer_that_most_gave() -> None:
    votes = np.zeros((4, 37), np.float32)
    votes[:, :2] = [[30, 10], [10, 30], [19, 1], [9, 0]]
    targets = np.stack([votes, GZ2.fractions(votes)], axis=1)
    assert opinions.most_voted(GZ2, targets, 0, 9).tolist() == [2, 0], "of the last only nine were asked"
    assert opinions.most_voted(GZ2, targets, 0, 1).tolist() == [2]
    assert opinions.most_voted(GZ2, targets, 1, 9).tolist() == [1]
    assert opinions.most_voted(GZ2, targets, 2, 2).tolist() == [0, 1], "nowhere the majority's: the nearest ones"
