"""The training images most like a galaxy to a model: those that its last layer would be told nearly the same of.

Exact: all of them are compared, by a file made when the run ended (see `models.familiarity`). However a galaxy is
turned, it is the same: all eight views of the one looked at are compared, and the nearest counts.
"""

import numpy as np

from galaxy_core.evaluation import stored
from galaxy_core.models.familiarity import References
from galaxy_core.prediction import assurance, views
from galaxy_core.prediction.neighbours import Neighbours
from galaxy_core.runs import Run

SEARCHED = 2**14  # images compared at once: 4 MB


def nearest(run: Run, prepared: np.ndarray, count: int) -> Neighbours | None:
    """The `count` training images of a run nearest to one prepared image, uint8 (s, s, c), by the model's features,
    the nearest first, and how far they are in standard deviations of these. None of a model that is no network, or a
    run that is older than that. Raises AbsentError where its predictions, which say which images it learned from, are
    gone."""
    known = assurance.references(run)
    if known is None or known.network is None:
        return None
    rows = stored.predictions(run, "train").rows
    if len(rows) != len(known.learned):
        return None
    found = search(known, known.network.of(views.turned(prepared)), count)
    return Neighbours(rows[found.rows], found.distances)


def search(known: References, sought: np.ndarray, count: int) -> Neighbours:
    """The same by what the network says of the views, float32 (v, d); `rows` are places among the training images."""
    squares = np.empty(len(known.learned), np.float32)
    lengths = (sought**2).sum(axis=1)
    for first in range(0, len(squares), SEARCHED):
        block = slice(first, first + SEARCHED)
        apart = known.learned[block] @ (-2 * sought.T)
        squares[block] = (apart + lengths).min(axis=1) + known.squares[block]
    near = np.argpartition(squares, min(count, len(squares)) - 1)[:count]
    near = near[np.lexsort((near, squares[near]))]
    return Neighbours(near, np.sqrt(np.maximum(squares[near], 0)))
