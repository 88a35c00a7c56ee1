"""What pages keep in memory between reruns: open data sets, splits, and small tables made of them.

Each is known by what it is made of: the images, the labels or the columns of a data set (see `datasets.identity`).
"""

import gc
from threading import Thread

import numpy as np
import streamlit as st

from galaxy_core import AbsentError, datasets, health, splits
from galaxy_core.datasets import Galaxies
from galaxy_core.models import preview
from galaxy_core.prediction import neighbours
from galaxy_core.prepare import thumbnails
from galaxy_core.tasks.voting import opinions
from galaxy_core.tasks.voting.opinions import Opinion
from galaxy_core.trees import Tree

MANY, FEW = 200, 12  # images read for a figure of all: from quick storage, and from slow one
KEPT = 16  # handfuls of pictures

_pictures: dict[tuple[str, bytes], np.ndarray] = {}


@st.cache_resource(show_spinner=False)
def warm() -> Thread:
    """Once for each server, while the first page is drawn: imports what pages need, then exempts it from the collection
    after every rerun.

    Streamlit collects garbage after each rerun while nobody else can run; frozen modules aren't looked at again.
    """
    thread = Thread(target=_warm, daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    import h5py  # noqa: F401
    import onnxruntime  # noqa: F401
    import pandas  # noqa: F401
    import PIL.Image  # noqa: F401

    gc.collect()
    gc.freeze()


def galaxies(reference: str) -> Galaxies:
    """An open data set, opened anew when its files change. Raises what `open_dataset` raises."""
    return datasets.opened(reference)


def split(of: Galaxies, policy: str = "80/10/10", seed: int = 0) -> splits.Split:
    """The split of a data set. Raises what `splits.split` raises, AbsentError where it can't be made in a moment."""
    return _split(of.identity.images, of.identity.labels, policy, seed, of)


def counts(of: Galaxies, policy: str = "80/10/10", part: str = "train") -> np.ndarray:
    """Images of each class in a part of a split: int64 (k,). Raises what `splits.split` raises."""
    return split(of, policy).counts(part)


def few(of: Galaxies, row: int, others: int, steps: tuple[str, ...]) -> preview.Few:
    """A row and some others to learn from, prepared. Raises what reading images raises."""
    return _few(of.identity.images, of.identity.labels, row, others, steps, of)


def standard_deviation(of: Galaxies, steps: tuple[str, ...]) -> float:
    """Standard deviation of the images after a chain, grey levels, by some that are quickly read."""
    return _standard_deviation(of.identity.images, of.identity.labels, steps, of)


def notes(of: Galaxies) -> tuple[str, ...]:
    """What should be known about a data set: its own notes, then what `health` finds."""
    return (*of.notes, *_health(of.identity.labels, of.identity.columns, of))


def some_of_each(of: Galaxies, count: int, seed: int) -> list[np.ndarray]:
    """Rows of up to `count` random images of each class, int64 (k,) each."""
    return _some_of_each(of.identity.labels, count, seed, of)


def pictures(of: Galaxies, rows: np.ndarray) -> np.ndarray | None:
    """Thumbnails of some rows as `thumbnails.pick` gives them; those that are read one by one only once."""
    if thumbnails.find(of) is not None or not of.quick:
        return thumbnails.pick(of, rows)
    key = (of.identity.images, rows.tobytes())
    if (known := _pictures.get(key)) is None:
        found = thumbnails.pick(of, rows)
        if found is None:
            return None
        while len(_pictures) >= KEPT:
            _pictures.pop(next(iter(_pictures)), None)
        known = _pictures[key] = found
    return known


def has_pictures(of: Galaxies, rows: np.ndarray) -> bool:
    """Whether `pictures` answers at once."""
    at_hand = thumbnails.find(of) is not None or thumbnails.shipped(of, rows) is not None
    return at_hand or not of.quick or (of.identity.images, rows.tobytes()) in _pictures


def means(of: Galaxies, pictures: np.ndarray) -> np.ndarray:
    """The mean thumbnail of every class."""
    return _means(of.identity.images, of.identity.labels, of, pictures)


def principal_components(of: Galaxies, pictures: np.ndarray, count: int) -> tuple[np.ndarray, ...]:
    """Principal components of `count` thumbnails: rows, scores (m, 2), variance shares."""
    return _principal_components(of.identity.images, count, pictures)


def described(of: Galaxies, pictures: np.ndarray, rows: np.ndarray) -> neighbours.Described:
    """Some rows of a data set, ready to be compared with a galaxy."""
    return _described(of.identity.images, rows.tobytes(), pictures)


def opinion(of: Galaxies, tree: Tree) -> Opinion:
    """What volunteers said of all galaxies together."""
    return _opinion(of.identity.labels, tree, of)


def most_voted(of: Galaxies, tree: Tree, column: int, count: int) -> np.ndarray:
    """Rows of so many galaxies at most that stand for an answer, see `opinions.most_voted`."""
    return _most_voted(of.identity.labels, column, count, tree, of)


@st.cache_resource(show_spinner=False, max_entries=8)
def _opinion(labels: str, _tree: Tree, _of: Galaxies) -> Opinion:
    return opinions.mean(_tree, _of.targets)


@st.cache_resource(show_spinner=False, max_entries=64)
def _most_voted(labels: str, column: int, count: int, _tree: Tree, _of: Galaxies) -> np.ndarray:
    return opinions.most_voted(_tree, _of.targets, column, count)


@st.cache_resource(show_spinner=False, max_entries=32)
def _split(images: str, labels: str, policy: str, seed: int, _of: Galaxies) -> splits.Split:
    if not splits.is_quick(_of, policy, seed):
        raise AbsentError(f"The images of {_of.title} are being compared with each other first. Wait a moment.")
    return splits.split(_of, policy, seed)


@st.cache_resource(show_spinner=False, max_entries=64)
def _few(images: str, labels: str, row: int, others: int, steps: tuple[str, ...], _of: Galaxies) -> preview.Few:
    near = thumbnails.handful(_of.strata, others + 1, row)
    return preview.few(_of, np.array([row, *[other for other in near.tolist() if other != row][:others]]), steps)


@st.cache_resource(show_spinner=False, max_entries=32)
def _standard_deviation(images: str, labels: str, steps: tuple[str, ...], _of: Galaxies) -> float:
    some = MANY if _of.quick else FEW
    return preview.standard_deviation(_of, thumbnails.handful(_of.strata, some, 0), steps)


@st.cache_resource(show_spinner=False, max_entries=8)
def _health(labels: str, columns: str, _of: Galaxies) -> tuple[str, ...]:
    return health.sentences(_of)


@st.cache_resource(show_spinner=False, max_entries=32)
def _some_of_each(labels: str, count: int, seed: int, _of: Galaxies) -> list[np.ndarray]:
    return [thumbnails.handful(_of.labels, count, seed, label) for label in range(len(_of.classes))]


@st.cache_resource(show_spinner=False, max_entries=8)
def _means(images: str, labels: str, _of: Galaxies, _pictures: np.ndarray) -> np.ndarray:
    return thumbnails.means(_pictures, _of.labels, len(_of.classes))


@st.cache_resource(show_spinner=False, max_entries=8)
def _principal_components(images: str, count: int, _pictures: np.ndarray) -> tuple[np.ndarray, ...]:
    return thumbnails.principal_components(_pictures, count)


@st.cache_resource(show_spinner=False, max_entries=2)  # of at most neighbours.BUDGET bytes each
def _described(images: str, rows: bytes, _pictures: np.ndarray) -> neighbours.Described:
    return neighbours.described(_pictures, np.frombuffer(rows, np.int64))
