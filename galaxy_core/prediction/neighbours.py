"""The training images most like a galaxy, by their pixels, however either is turned: no model is asked.

Images are described by the principal components of their thumbnails. A galaxy has no up and no mirror side, so all
eight views of the one looked at are compared, and the nearest counts.
"""

from dataclasses import dataclass

import numpy as np

from galaxy_core.prepare import pca
from galaxy_core.prepare.resizing import resized

SIZE = 32  # pixels of the pictures that are compared
COMPONENTS = 40
LEARNED_FROM = 4_000  # pictures that the components are found on; scores are those of all


@dataclass(frozen=True, eq=False)
class Described:
    """Rows of a data set, int64 (m,), and where their pictures lie along the components, float32 (m, c)."""

    rows: np.ndarray
    scores: np.ndarray
    components: pca.Components


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The nearest rows first, int64 (k,), and how far they are, float32 (k,), in shares 0…1 of a grey level."""

    rows: np.ndarray
    distances: np.ndarray


def described(pictures: np.ndarray, rows: np.ndarray) -> Described:
    """Describes some rows of thumbnails, uint8 (n, s, s, 3), maybe memory-mapped. 14,000 take about two seconds."""
    small = np.concatenate([
        resized(np.asarray(pictures[rows[first : first + pca.BLOCK]]), SIZE)
        for first in range(0, len(rows), pca.BLOCK)
    ])  # fmt: skip
    every = np.arange(len(rows))
    some = np.sort(np.random.default_rng(0).permutation(every)[:LEARNED_FROM])
    found = pca.fit(small, some, COMPONENTS)
    return Described(np.asarray(rows), found.scores(small, every), found)


def nearest(among: Described, picture: np.ndarray, count: int) -> Neighbours:
    """The `count` rows whose pictures are most like a thumbnail, uint8 (s, s, 3), in any of its eight views."""
    small = resized(picture[None], SIZE)[0]
    turned = [np.rot90(small, times) for times in range(4)]
    views = np.stack([view for one in turned for view in (one, one[:, ::-1])])
    wanted = among.components.scores(views, np.arange(len(views)))
    squares = (among.scores**2).sum(axis=1)[:, None] - 2 * among.scores @ wanted.T + (wanted**2).sum(axis=1)
    distances = np.sqrt(np.maximum(squares.min(axis=1), 0) / small.size)
    order = np.argsort(distances, kind="stable")[:count]
    return Neighbours(among.rows[order], distances[order])
