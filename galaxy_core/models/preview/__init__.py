"""Training images as a network will see them, for pages: a few rows, prepared now, changed by the training's own code.

What is shown of a row for a seed and an epoch is what a run with that seed is shown of it in that epoch.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np

from galaxy_core import augmentations, plugins, prepare
from galaxy_core.augmentations import geometry, rng
from galaxy_core.datasets import Galaxies
from galaxy_core.models import Examples
from galaxy_core.models.networks import batches
from galaxy_core.tasks import Task

TRIES = 64  # draws by which it is told how much of an image comes from outside


@dataclass(frozen=True, eq=False)
class Few:
    """Some rows of a data set, prepared; indexed by row number like a whole prepared set."""

    rows: np.ndarray  # int64 (m,), increasing
    images: np.ndarray  # uint8 (m, s, s, c)
    targets: np.ndarray  # (m, …)
    task: Task

    def __getitem__(self, rows: np.ndarray) -> np.ndarray:
        return self.images[np.searchsorted(self.rows, rows)]


def few(galaxies: Galaxies, rows: np.ndarray, steps: tuple[str, ...]) -> Few:
    """These rows, prepared by a chain; each once. Raises what reading images raises."""
    rows = np.unique(rows)
    images = prepare.apply(galaxies.images(rows), steps)
    return Few(rows, images, galaxies.targets[rows], galaxies.task)


def standard_deviation(galaxies: Galaxies, rows: np.ndarray, steps: tuple[str, ...]) -> float:
    """Standard deviation of the images of these rows in grey levels, after a chain."""
    chosen = few(galaxies, rows, steps)
    return augmentations.standard_deviation(chosen.images, np.arange(len(chosen.rows)))


def draws(of: Few, row: int, augment: tuple[str, ...], std: float, seed: int, epochs: range) -> np.ndarray:
    """One row as it is shown in these epochs: uint8 (e, s, s, c). Mixed, where that is asked for, with the others."""
    source = batches.Source(_examples(of, augment), seed, std)
    place, first = np.searchsorted(of.rows, [row]), np.zeros(1, np.int64)
    return np.concatenate([source.batch(epoch, place, first).images for epoch in epochs])


def described(of: Few, row: int, augment: tuple[str, ...], seed: int, epochs: range) -> list[str]:
    """What `draws` did to the row in each of these epochs, in words: "mirrored, turned 40°, noise"; "" for nothing."""
    pipeline, rows = augmentations.pipeline(augment), np.array([row])
    random = np.concatenate([rng.numbers(seed, epoch, rows, np.zeros(1, np.int64), pipeline.draws) for epoch in epochs])
    return pipeline.described(random, of.images.shape[1:3])


def copies(of: Few, row: int, count: int) -> np.ndarray:
    """The first so many copies of a row as balancing shows them before any augmentation: uint8 (count, s, s, c)."""
    source = batches.Source(_examples(of), 0, 0.0)
    return source.batch(0, np.repeat(np.searchsorted(of.rows, [row]), count), np.arange(count)).images


def copies_described(count: int) -> list[str]:
    """What each of the first so many copies is, in words; "" for the first, which is the image itself."""
    return [", ".join(geometry.described(matrix)) for matrix in geometry.symmetries(np.arange(count))]


def parts(image: np.ndarray, text: str, std: float, seed: int) -> tuple[tuple[str, np.ndarray], ...]:
    """An augmentation of one image, uint8 (h, w, c), taken apart: titles and images; () where it can't be."""
    chosen = plugins.chosen(augmentations, text)
    if not hasattr(chosen.module, "parts"):
        return ()
    random = rng.numbers(seed, 0, np.arange(1), np.zeros(1, np.int64), chosen.module.DRAWS)
    return chosen.module.parts(image, random, chosen.values, std)


def blank(augment: tuple[str, ...], size: tuple[int, int]) -> float:
    """Mean share of the pixels of an image of (height, width) that come from outside of it, 0…1."""
    pipeline = augmentations.pipeline(augment)
    return float(pipeline.blank(_numbers(pipeline, 0, TRIES), size).mean())


def _numbers(pipeline: augmentations.Pipeline, seed: int, count: int) -> np.ndarray:
    return rng.numbers(seed, 0, np.arange(count), np.zeros(count, np.int64), pipeline.draws)


def _examples(of: Few, augment: tuple[str, ...] = ()) -> Examples:
    whole = cast(np.ndarray, of)  # all that is asked of the whole set is these rows
    return Examples(whole, of.rows, of.targets, of.task, augment)
