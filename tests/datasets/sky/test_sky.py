"""Places of their own, pairs and chains on the sphere."""

import numpy as np
import pytest

from galaxy_core import tasks
from galaxy_core.datasets import Galaxies, sky

ARCSEC = 1 / 3600


def at(ra: object, dec: object) -> Galaxies:
    ra, dec = np.asarray(ra, float), np.asarray(dec, float)
    task = tasks.task("classes", ("a",))
    return Galaxies("x", "x", task, np.zeros(len(ra), np.int64), (8, 8, 3), "x", pytest.fail, ra=ra, dec=dec)


def test_unknown_and_crowded_positions_are_no_places() -> None:
    ra = np.array([0.0] * 11 + [5.0] * 10 + [np.nan, 7.0])
    dec = np.array([0.0] * 11 + [5.0] * 10 + [1.0, np.nan])
    assert sky.placed_rows(at(ra, dec)).tolist() == list(range(11, 21))
    assert sky.placed_rows(at(ra[:21], np.arange(21.0))).tolist() == list(range(21)), "a crowd shares both numbers"


def test_pairs_with_their_distances_in_arcsec() -> None:
    galaxies = at([10.0, 200.0, 10.0, 359.9999, 10.0, 0.0001], [0, 0, 3 * ARCSEC, 0, 12 * ARCSEC, 0])
    close, apart = sky.pairs(galaxies, np.arange(6), 10)
    assert close.tolist() == [[0, 2], [2, 4], [3, 5]]
    assert apart == pytest.approx([3, 9, 0.72])
    assert sky.pairs(galaxies, np.array([0, 4]), 10)[0].shape == (0, 2)
    assert sky.pairs(galaxies, np.array([], np.int64), 10)[0].shape == (0, 2)


def test_chains_are_numbered_by_their_first_row() -> None:
    links = np.array([[5, 6], [1, 3], [3, 4]])
    assert sky.chained(links, 7).tolist() == [0, 1, 2, 1, 1, 3, 3]
    assert sky.chained(np.zeros((0, 2), np.int64), 3).tolist() == [0, 1, 2]
