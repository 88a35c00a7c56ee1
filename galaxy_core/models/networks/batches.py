"""The input pipeline: a memory-mapped uint8 array in, augmented batches out, one batch ahead of the training.

Each epoch has its own order, a function of (seed, epoch) alone, so a resumed run goes on exactly as an unbroken one
(seeding Keras and shuffling in `fit` would repeat one order in every epoch).
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from galaxy_core import augmentations
from galaxy_core.models import Examples


def order(seed: int, epoch: int, count: int) -> np.ndarray:
    """The order of the training rows in an epoch: a permutation of 0…count − 1, int64."""
    return np.random.default_rng([seed, epoch, 11]).permutation(count)


def batches(
    examples: Examples, pipeline: augmentations.Pipeline, size: int, seed: int, epoch: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(images uint8 (b, s, s, c), labels one-hot float32 (b, k)) of one epoch; a last batch of one image is left out."""
    one_hot = np.eye(examples.classes, dtype=np.float32)
    sequence, table = order(seed, epoch, len(examples.rows)), pipeline.table(seed, epoch, len(examples.rows))

    def make(first: int) -> tuple[np.ndarray, np.ndarray]:
        chosen = sequence[first : first + size]
        images = pipeline(examples.images[examples.rows[chosen]], table[chosen])
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
