"""Whether a picture is like what a model has learned from: how far it lies from training images, by two descriptions.

One is what the network itself makes of it before its last layer (`graphs.features`, in few numbers: `projection`), the
other how light is spread in rings about the middle, which a network may not look at: blank sky and stars leave it with
nothing to say. In both the distance is the mean of that to the nearest training images (Sun et al. 2022, arXiv
2204.06507, for the first). The larger of the two counts, as the share of validation images that lie nearer: 0.99 is
passed by one validation image in a hundred.

The first is kept of every training image, so that those most like a picture are found: 130 bytes each, 31 MB of
240,000.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from galaxy_core.models import graphs
from galaxy_core.models.familiarity import projection
from galaxy_core.models.familiarity.projection import Projection
from galaxy_core.models.graphs import features
from galaxy_core.storage import mapped

FILE = "familiarity.npz"
LEARNED, COMPARED = 2000, 1000  # training and validation images that distances are measured by at most, by chance
NEAREST = 5  # training images
UNLIKE = 0.99  # from here on a picture isn't like what was learned
RINGS = 8
BATCH = 32  # of 106 pixels, each takes 1.4 MB in the first layer alone of study 003's network
PROJECTED = ("mean", "deviation", "axes")
Told = Callable[[int, int], None]
ARRAYS = ("learned", "some", "rings", "compared", *PROJECTED)


@dataclass(frozen=True, eq=False)
class Network:
    """What describes an image as the network sees it: `session` gives its features, `projection` makes them few."""

    session: Any
    projection: Projection

    def of(self, images: np.ndarray) -> np.ndarray:
        """float32 (n, d) of prepared images, uint8 (n, s, s, c)."""
        return self.projection.of(_features(self.session, images))


@dataclass(frozen=True, eq=False)
class References:
    """What distances are measured to. `learned`: every training image as the network describes it, float32 (n, d),
    d = 0 of a model that is no network, whose `network` is None. `some`: those that distances are measured to, int64
    (l,), and the light in their rings, float32 (l, r). `compared`: both distances of validation images, float32 (m, 2),
    by which each is judged."""

    learned: np.ndarray
    some: np.ndarray
    rings: np.ndarray
    compared: np.ndarray
    network: Network | None

    def distances(self, images: np.ndarray) -> np.ndarray:
        """How far prepared images, uint8 (n, s, s, c), are from what was learned, as the share of validation images
        that are nearer: float64 (n,), 0…1."""
        return self.distances_of(images, None if self.network is None else _features(self.network.session, images))

    def distances_of(self, images: np.ndarray, features: np.ndarray | None) -> np.ndarray:
        """The same where what the network makes of them is known already: float32 (n, d), None where it is none."""
        none = np.zeros((len(images), 0), np.float32)
        described = none if self.network is None or features is None else self.network.projection.of(features)
        return _shares(self.compared, _apart(self.learned[self.some], described, self.rings, spread_of_light(images)))

    @cached_property
    def squares(self) -> np.ndarray:
        """The squared length of what the network says of each training image: float32 (n,)."""
        return np.asarray(np.einsum("ij,ij->i", self.learned, self.learned))


def make(
    model: Path, images: np.ndarray, train: np.ndarray, validation: np.ndarray, told: Told | None = None
) -> dict[str, np.ndarray]:
    """The arrays that FILE holds, of an exported model and prepared images, uint8 (n, s, s, c), of which `train` and
    `validation` are the rows of these parts. `told(done, total)` hears how many training images are described."""
    some, judged = _some(len(train), LEARNED), validation[_some(len(validation), COMPARED)]
    rings, of_judged = (_described(spread_of_light, images, rows) for rows in (train[some], judged))
    arrays: dict[str, np.ndarray] = dict.fromkeys(PROJECTED, np.zeros(0, np.float16))
    learned, also_judged = (np.zeros((len(rows), 0), np.float32) for rows in (train, judged))
    session = _session(model, None)
    if session is not None:
        network = Network(session, projection.fit(_described(partial(_features, session), images, train[some])))
        learned, also_judged = _described(network.of, images, train, told), _described(network.of, images, judged)
        arrays = {name: getattr(network.projection, name) for name in PROJECTED}
    learned = learned.astype(np.float16)
    compared = _apart(learned[some].astype(np.float32), also_judged, rings, of_judged)
    return arrays | {"learned": learned, "some": some, "rings": rings.astype(np.float16), "compared": compared}


def read(folder: Path) -> References | None:
    """The references of a run; None where there are none, or they can't be read."""
    try:
        with open(folder / FILE, "rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name].astype(np.float32) for name in ARRAYS if name != "some"}
            some = stored["some"].astype(np.int64)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    projected = Projection(*(arrays.pop(name) for name in PROJECTED))
    if arrays["compared"].ndim != 2 or not len(arrays["compared"]) or not len(some) == len(arrays["rings"]) > 0:
        return None
    session = _session(folder / "model.onnx", 1) if projected.axes.size else None
    return References(some=some, network=None if session is None else Network(session, projected), **arrays)


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


def _some(n: int, count: int) -> np.ndarray:
    """At most so many of n, by chance, always the same."""
    return np.sort(np.random.default_rng(0).permutation(n)[:count])


def _described(
    describe: Callable[[np.ndarray], np.ndarray],
    images: np.ndarray,
    rows: np.ndarray,
    told: Told | None = None,
) -> np.ndarray:
    """These rows of images, a batch at a time: float32 (n, d)."""
    parts = []
    for first in range(0, len(rows), BATCH):
        parts.append(describe(mapped.read(images, rows[first : first + BATCH])))
        if told is not None:
            told(min(first + BATCH, len(rows)), len(rows))
    return np.concatenate(parts).astype(np.float32)


def _features(session: Any, images: np.ndarray) -> np.ndarray:
    """What a network makes of prepared images, uint8 (n, s, s, c): float32 (n, d)."""
    features_of = session.run(None, {session.get_inputs()[0].name: np.ascontiguousarray(images)})[0]
    return np.asarray(features_of.reshape(len(images), -1), np.float32)


def _apart(learned: np.ndarray, network: np.ndarray, known_rings: np.ndarray, rings: np.ndarray) -> np.ndarray:
    """Both distances of images to those learned from: float32 (n, 2)."""
    deviation = known_rings.std(axis=0) + 1e-6
    return np.stack([_nearest(learned, network), _nearest(known_rings / deviation, rings / deviation)], axis=1)


def _nearest(known: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The mean distance to the nearest of the known ones, float32 (n, d) both: float32 (n,)."""
    if not known.shape[1]:
        return np.zeros(len(others), np.float32)
    squares = (others**2).sum(axis=1)[:, None] - 2 * others @ known.T + (known**2).sum(axis=1)
    count = min(NEAREST, len(known))
    near = np.partition(np.maximum(squares, 0), count - 1, axis=1)[:, :count]
    return np.asarray(np.sqrt(near).mean(axis=1), np.float32)


def _shares(compared: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """The larger of both distances, each over what nine of ten validation images keep below, as a share of these."""
    usual = np.quantile(compared, 0.9, axis=0) + 1e-9
    known, asked = np.sort((compared / usual).max(axis=1)), (apart / usual).max(axis=1)
    return np.searchsorted(known, asked) / len(known)


def _session(model: Path, threads: int | None) -> Any:
    graph = features.graph(model)
    return None if graph is None else graphs.session(graph, threads)
