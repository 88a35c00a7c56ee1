"""The training images most like a galaxy, by their pixels, however either is turned: no model is asked.

Images are described by the principal components of their thumbnails. A galaxy has no up and no mirror side, so all
eight views of the one looked at are compared, and the nearest counts.
"""

from dataclasses import dataclass

import numpy as np

from galaxy_core.prediction import views
from galaxy_core.prepare import pca
from galaxy_core.prepare.resizing import resized

SIZE = 32  # pixels of the pictures that are compared
COMPONENTS = 40
LEARNED_FROM = 4_000  # pictures that the components are found on; scores are those of all
BUDGET = 128_000_000  # bytes of scores in memory at most: 40 components of 800,000 pictures
BYTES = 4  # of a score
SEARCHED = 2**15  # pictures that are compared at once: 6 MB


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
    """Describes some rows of thumbnails, uint8 (n, s, s, 3), maybe memory-mapped, a block at a time.

    14,000 take about two seconds. What is kept stays below BUDGET: of more than 800,000 pictures fewer than COMPONENTS
    are kept, the first ones, which tell most.
    """
    every = np.asarray(rows, np.int64)
    learned_from = np.sort(np.random.default_rng(0).permutation(every)[:LEARNED_FROM])
    small = _small(pictures, learned_from)
    count = max(1, min(COMPONENTS, BUDGET // (BYTES * max(1, len(every)))))
    components = pca.fit(small, np.arange(len(small)), count)
    scores = np.empty((len(every), len(components.axes)), np.float32)
    for first in range(0, len(every), pca.BLOCK):
        block = _small(pictures, every[first : first + pca.BLOCK])
        scores[first : first + len(block)] = components.scores(block, np.arange(len(block)))
    return Described(every, scores, components)


def nearest(among: Described, picture: np.ndarray, count: int) -> Neighbours:
    """The `count` rows whose pictures are most like a thumbnail, uint8 (s, s, 3), in any of its eight views."""
    small = resized(picture[None], SIZE)[0]
    sought = among.components.scores(views.turned(small), np.arange(views.COUNT))
    squares = np.empty(len(among.rows), np.float32)
    for first in range(0, len(squares), SEARCHED):
        block = among.scores[first : first + SEARCHED]
        apart = (block**2).sum(axis=1)[:, None] - 2 * block @ sought.T + (sought**2).sum(axis=1)
        squares[first : first + len(block)] = apart.min(axis=1)
    distances = np.sqrt(np.maximum(squares, 0) / small.size)
    order = np.argsort(distances, kind="stable")[:count]
    return Neighbours(among.rows[order], distances[order])


def _small(pictures: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Pictures of these rows, as they are compared: uint8 (k, SIZE, SIZE, 3)."""
    return resized(np.asarray(pictures[rows]), SIZE)
