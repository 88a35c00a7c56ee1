"""Small pictures for pages: the middle of every image, from a prepared set that is made once in the background.

Until that is whole, pictures are read one by one where a single image costs milliseconds, and are absent where not.
Those of the usual data set that the first page shows come with this program.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from galaxy_core import UsageError, prepare
from galaxy_core.datasets import Galaxies
from galaxy_core.prepare import cache, pca
from galaxy_core.prepare.resizing import resized
from galaxy_core.storage import atomic, background

FRACTION = 0.75  # of the side: what most models see
SIZE = 96  # pixels at most; a smaller middle isn't enlarged
SMALLEST = 8  # pixels, as `resize` allows
FEW = 250  # pictures that are still read one by one
MAP_SIZE = 32  # pixels of the pictures that PCA compares
SHIPPED = Path(__file__).parents[3] / "assets" / "thumbnails.npz"
ALIKE = 0.02  # shares that differ by less are called the same


def chain(galaxies: Galaxies) -> tuple[str, ...]:
    """The preparation of thumbnails of this data set."""
    side = round(FRACTION * min(galaxies.image_shape[:2]))
    return (f"crop:fraction={FRACTION}", f"resize:size={max(SMALLEST, min(SIZE, side))}")


def enlarged(size: int) -> tuple[str, ...]:
    """The preparation of the same part of an image, at any size in pixels."""
    return (f"crop:fraction={FRACTION}", f"resize:size={size}")


def shown(galaxies: Galaxies, steps: Iterable[str] = ()) -> str:
    """What part of an image a thumbnail shows, as a sentence; and what a model saw of it that prepares with `steps`."""
    steps, kept = tuple(steps), _share(galaxies, chain(galaxies)) or 1.0
    first = f"Shown: the middle {100 * kept:.0f} % of each image"
    if not (model_view := saw(galaxies, steps)):
        return f"{first}."
    share = _share(galaxies, steps)
    if share is not None and abs(share - kept) < ALIKE:
        return f"{first}, what the model saw."
    return f"{first}; the model saw {model_view}."


def saw(galaxies: Galaxies, steps: Iterable[str]) -> str:
    """What of an image a model saw that prepares with `steps`: "the middle 75 % of it"; "" where that isn't known."""
    steps = tuple(steps)
    try:
        share = _share(galaxies, steps)
    except UsageError:  # steps of another version
        return ""
    if not steps:
        return ""
    if share is None:
        return "the part with the galaxy"
    return "all of it" if share == 1 else f"the middle {100 * share:.0f} % of it"


def _share(galaxies: Galaxies, steps: Iterable[str]) -> float | None:
    return prepare.kept(steps, min(galaxies.image_shape[:2]))


def find(galaxies: Galaxies) -> np.ndarray | None:
    """All thumbnails, memory-mapped uint8 (n, s, s, 3), or None while they aren't whole."""
    return cache.find(galaxies, chain(galaxies))


def start(galaxies: Galaxies) -> background.Job:
    """Has them made in the background, unless that is being done, and says how far it is."""
    return cache.start(galaxies, chain(galaxies))


def pick(galaxies: Galaxies, rows: np.ndarray) -> np.ndarray | None:
    """Thumbnails of some rows: uint8 (k, s, s, 3). None while they can only be had from the whole set, not yet made."""
    if (whole := find(galaxies)) is not None:
        return np.asarray(whole[rows])
    if (known := shipped(galaxies, rows)) is not None:
        return known
    if not galaxies.quick or len(rows) > FEW:
        return None
    steps, parts = chain(galaxies), range(0, len(rows), galaxies.block)
    images = [prepare.apply(galaxies.images(rows[first : first + galaxies.block]), steps) for first in parts]
    return np.concatenate(images) if images else prepare.apply(galaxies.images(rows), steps)


def shipped(galaxies: Galaxies, rows: np.ndarray) -> np.ndarray | None:
    """Thumbnails of some rows out of those that come with this program: uint8 (k, s, s, 3); None unless all of them
    do, or where the images of the data set are others by now."""
    images, known, pictures = _shipped(SHIPPED)
    if images != galaxies.identity.images or not np.isin(rows, known).all():
        return None
    return pictures[np.searchsorted(known, rows)]


def ship(galaxies: Galaxies, rows: np.ndarray) -> None:
    """Has these rows come with this program, in place of others."""
    rows = np.unique(rows)
    pictures = prepare.apply(galaxies.images(rows), chain(galaxies))
    arrays = {"images": np.array(galaxies.identity.images), "rows": rows, "pictures": pictures}
    atomic.write(SHIPPED, lambda aside: np.savez_compressed(aside, **arrays))  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _shipped(file: Path) -> tuple[str, np.ndarray, np.ndarray]:
    try:
        with np.load(file, allow_pickle=False) as stored:
            return str(stored["images"]), stored["rows"], stored["pictures"]
    except (OSError, ValueError, LookupError, BadZipFile):
        return "", np.zeros(0, np.int64), np.zeros((0, 0, 0, 3), np.uint8)


def handful(labels: np.ndarray, count: int, seed: int, label: int | None = None) -> np.ndarray:
    """Rows of up to `count` random images, of one class if `label` is given: int64 (k,), the same for the same seed."""
    rows = np.arange(len(labels)) if label is None else np.flatnonzero(labels == label)
    return np.random.default_rng([seed, 7]).permutation(rows)[:count]


def one_of_each(labels: np.ndarray, n_classes: int, seed: int, count: int = 1) -> np.ndarray:
    """Rows of `count` random images of every class, class by class: int64 (k · count,) or less."""
    return np.concatenate([handful(labels, count, seed, label) for label in range(n_classes)])


def means(thumbnails: np.ndarray, labels: np.ndarray, n_classes: int, most: int = 500) -> np.ndarray:
    """The mean of up to `most` images of every class, as uint8 (k, s, s, 3); black for a class without images."""
    out = np.zeros((n_classes, *thumbnails.shape[1:]), np.uint8)
    for label in np.unique(labels):
        out[label] = thumbnails[np.sort(handful(labels, most, 0, label))].mean(axis=0).round()
    return out


def principal_components(
    thumbnails: np.ndarray, count: int, components: int = 100, seed: int = 0
) -> tuple[np.ndarray, ...]:
    """Principal components of random pictures: rows int64 (m,), scores float32 (m, 2), variance share float64 (c,)."""
    rows = np.sort(np.random.default_rng([seed, 3]).permutation(len(thumbnails))[:count])
    small = resized(np.asarray(thumbnails[rows]), MAP_SIZE)
    fitted = pca.fit(small, np.arange(len(rows)), components, seed)
    return rows, fitted.scores(small, np.arange(len(rows)))[:, :2], fitted.variance_share
