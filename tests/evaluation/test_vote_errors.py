"""Where a model of votes is off: counted by hand on a few galaxies."""

import numpy as np
import pytest

from galaxy_core import trees
from galaxy_core.evaluation import vote_errors
from galaxy_core.tasks.voting.predictions import Predictions

GZ2 = trees.tree("gz2")


@pytest.fixture
def said() -> Predictions:
    """Three galaxies that 20, 30 and 40 volunteers were asked the first question about; half,
    all and none said smooth."""
    votes = np.zeros((3, 37), np.float32)
    votes[:, :2] = [[10, 10], [30, 0], [0, 40]]
    targets = np.stack([votes, GZ2.fractions(votes)], axis=1)
    outputs = np.full((3, 37), 0.2, np.float32)
    outputs[:, :2] = [[0.5, 0.5], [0.9, 0.1], [0.52, 0.48]]
    return Predictions(np.array([7, 8, 9]), targets, outputs, GZ2.answers)


def test_pairs_of_those_with_enough_votes(said: Predictions):
    assert vote_errors.pairs(said, 0).places.tolist() == [0, 1, 2]
    fewer = vote_errors.pairs(said, 0, least=30)
    assert fewer.places.tolist() == [1, 2] and fewer.voted.tolist() == [1, 0]
    assert len(vote_errors.pairs(said, GZ2.column("a04_yes")).places) == 0


def test_cells_hold_their_galaxies(said: Predictions):
    pairs = vote_errors.pairs(said, 0)
    assert (pairs.counts().sum() == 3 and pairs.counts()[19, 17] == 1) or pairs.counts()[19, 18] == 1
    assert pairs.within(10, 10).tolist() == [0] and pairs.within(0, 10).tolist() == [2] and not len(pairs.within(3, 3))


def test_the_worst_come_first(said: Predictions):
    assert vote_errors.worst(said, 0).tolist() == [2, 1, 0] and vote_errors.worst(said, 0, 40).tolist() == [2]


def test_calibration_is_the_mean_of_both(said: Predictions):
    bins = vote_errors.calibration(vote_errors.pairs(said, 0))
    assert [(part.count, part.voted) for part in bins] == [(2, 0.25), (1, 1.0)]
    assert bins[0].predicted == pytest.approx(0.51)
