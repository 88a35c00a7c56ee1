"""The input pipeline: a memory-mapped uint8 array in, augmented batches out, one batch ahead of the training.

Each epoch has its own order, a function of (seed, epoch) alone, so a resumed run goes on exactly as an unbroken one
(seeding Keras and shuffling in `fit` would repeat one order in every epoch).
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from galaxy_core import augmentations
from galaxy_core.models import Examples
from galaxy_core.models.networks import Recipe


def order(seed: int, epoch: int, labels: np.ndarray, balance: float = 0.0) -> np.ndarray:
    """The order of the training rows in an epoch: as many places in `labels` as it has, int64.

    With `balance` 0 a permutation; with more, an image of a class of m images comes up in proportion to m^−balance: at
    1 all classes come up equally often. Whole copies first, the rest by chance, anew in each epoch.
    """
    random = np.random.default_rng([seed, epoch, 11])
    if balance == 0:
        return random.permutation(len(labels))
    wish = np.bincount(labels)[labels].astype(np.float64) ** -balance
    wish *= len(labels) / wish.sum()
    copies = np.floor(wish).astype(np.int64)
    short = len(labels) - copies.sum()
    chance = np.log(np.maximum(wish - copies, 1e-12)) - np.log(random.exponential(size=len(labels)))
    copies[np.argsort(-chance)[:short]] += 1  # Gumbel's trick: the `short` largest are a weighted draw without repeats
    return random.permutation(np.repeat(np.arange(len(labels)), copies))


def batches(
    examples: Examples, pipeline: augmentations.Pipeline, recipe: Recipe, seed: int, epoch: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(images uint8 (b, s, s, c), one-hot labels float32 (b, k)) of an epoch; a last batch of one image is left out."""
    one_hot = np.eye(examples.classes, dtype=np.float32)
    sequence = order(seed, epoch, examples.labels, recipe.balance)
    table, size = pipeline.table(seed, epoch, len(sequence)), recipe.learning.batch_size

    def make(first: int) -> tuple[np.ndarray, np.ndarray]:
        chosen = sequence[first : first + size]
        images = pipeline(examples.images[examples.rows[chosen]], table[first : first + size])
        return images, one_hot[examples.labels[chosen]]

    starts = [first for first in range(0, len(sequence), size) if first == 0 or len(sequence) - first > 1]
    with ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(make, starts[0])
        for following in [*starts[1:], None]:
            ready = coming.result()
            coming = ahead.submit(make, following) if following is not None else None
            yield ready


def count(examples: Examples, size: int) -> int:
    """Number of batches of an epoch."""
    return max(1, -(-len(examples.rows) // size) - (len(examples.rows) % size == 1 and len(examples.rows) > 1))
