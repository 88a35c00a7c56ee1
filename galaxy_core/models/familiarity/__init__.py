"""Whether a picture is like what a model has learned from: how far it lies from training images, by two descriptions.

One is what the network itself makes of it before its last layer (`graphs.features`), the other how light is spread in
rings about the middle, which a network may not look at: blank sky and stars leave it with nothing to say. In both the
distance is the mean of that to the nearest training images, each number over its standard deviation (Sun et al. 2022,
arXiv 2204.06507, for the first). The larger of the two counts, as the share of validation images that lie nearer: 0.99
is passed by one validation image in a hundred.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from galaxy_core.models import graphs
from galaxy_core.models.graphs import features

FILE = "familiarity.npz"
LEARNED, COMPARED = 2000, 1000  # training and validation images at most, by chance
NEAREST = 5  # training images
UNLIKE = 0.99  # from here on a picture isn't like what was learned
RINGS = 8
BATCH = 256
ARRAYS = ("network", "rings", "compared")


@dataclass(frozen=True, eq=False)
class Described:
    """Images by two descriptions: float32 (n, d), empty of a model that is no network, and float32 (n, r)."""

    network: np.ndarray
    rings: np.ndarray


@dataclass(frozen=True, eq=False)
class References:
    """What distances are measured to: descriptions of training images, and both distances of validation images, float32
    (m, 2), by which each is judged. `session` asks the network for features; None where there is none."""

    learned: Described
    compared: np.ndarray
    session: Any

    def distances(self, images: np.ndarray) -> np.ndarray:
        """How far prepared images, uint8 (n, s, s, c), are from what was learned, as the share of validation images
        that are nearer: float64 (n,), 0…1."""
        apart = _apart(self.learned, _described(self.session, images, np.arange(len(images))))
        return _shares(self.compared, apart)


def make(model: Path, images: np.ndarray, train: np.ndarray, validation: np.ndarray) -> dict[str, np.ndarray]:
    """The arrays that FILE holds, of an exported model and prepared images, uint8 (n, s, s, c), of which `train` and
    `validation` are the rows of these parts."""
    session = _session(model)
    learned = _described(session, images, _some(train, LEARNED))
    apart = _apart(learned, _described(session, images, _some(validation, COMPARED)))
    return {"network": learned.network.astype(np.float16), "rings": learned.rings, "compared": apart}


def read(folder: Path) -> References | None:
    """The references of a run; None where there are none, or they can't be read."""
    try:
        with open(folder / FILE, "rb") as file, np.load(file, allow_pickle=False) as stored:
            network, rings, compared = (stored[name].astype(np.float32) for name in ARRAYS)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    if not len(rings) or compared.ndim != 2 or not len(compared):
        return None
    return References(Described(network, rings), compared, _session(folder / "model.onnx") if network.size else None)


def spread_of_light(images: np.ndarray) -> np.ndarray:
    """How bright and how uneven each ring about the middle is, the colours of the middle, and how fine the grain is:
    float32 (n, 2·RINGS + 5) of images uint8 (n, s, s, c)."""
    pixels = images.astype(np.float32)
    light, side = pixels.mean(axis=-1), images.shape[1]
    across = np.arange(side) - (side - 1) / 2
    ring = np.minimum((np.hypot(across[:, None], across) / (side / 2) * RINGS).astype(int), RINGS)
    parts = []
    for number in range(RINGS + 1):
        inside = light[:, ring == number]
        parts += [np.log1p(inside.mean(axis=1)), np.log1p(inside.std(axis=1))]
    middle = pixels[:, ring <= RINGS // 4].mean(axis=1) + 5
    parts += [
        np.log(middle[:, 0] / middle[:, middle.shape[1] // 2]),
        np.log(middle[:, -1] / middle[:, middle.shape[1] // 2]),
    ]
    grain = np.abs(np.diff(light, axis=2)).mean(axis=(1, 2)) / (light.std(axis=(1, 2)) + 3)
    return np.stack([*parts, np.log(grain + 0.01)], axis=1).astype(np.float32)


def _some(rows: np.ndarray, count: int) -> np.ndarray:
    """At most so many of them, by chance, always the same."""
    return np.sort(np.random.default_rng(0).permutation(rows)[:count])


def _described(session: Any, images: np.ndarray, rows: np.ndarray) -> Described:
    """These rows, a batch at a time."""
    network, rings = [], []
    for first in range(0, len(rows), BATCH):
        piece = np.ascontiguousarray(images[rows[first : first + BATCH]])
        rings.append(spread_of_light(piece))
        if session is not None:
            network.append(session.run(None, {session.get_inputs()[0].name: piece})[0].reshape(len(piece), -1))
    empty = np.zeros((len(rows), 0), np.float32)
    return Described(np.concatenate(network).astype(np.float32) if network else empty, np.concatenate(rings))


def _apart(learned: Described, images: Described) -> np.ndarray:
    """Both distances of each image: float32 (n, 2)."""
    return np.stack([_nearest(learned.network, images.network), _nearest(learned.rings, images.rings)], axis=1)


def _nearest(known: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The mean distance to the nearest of the known ones, float32 (n, d) both: float32 (n,)."""
    if not known.shape[1]:
        return np.zeros(len(others), np.float32)
    deviation = known.std(axis=0) + 1e-6
    known, others = known / deviation, others / deviation
    squares = (others**2).sum(axis=1)[:, None] - 2 * others @ known.T + (known**2).sum(axis=1)
    count = min(NEAREST, len(known))
    near = np.partition(np.maximum(squares, 0), count - 1, axis=1)[:, :count]
    return np.sqrt(near).mean(axis=1).astype(np.float32)


def _shares(compared: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """The larger of both distances, each over what nine of ten validation images keep below, as a share of these."""
    usual = np.quantile(compared, 0.9, axis=0) + 1e-9
    known, asked = np.sort((compared / usual).max(axis=1)), (apart / usual).max(axis=1)
    return np.searchsorted(known, asked) / len(known)


def _session(model: Path) -> Any:
    graph = features.graph(model)
    return None if graph is None else graphs.session(graph, 1)
