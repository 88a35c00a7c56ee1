"""The input pipeline: a memory-mapped uint8 array in, augmented batches out, one batch ahead of the training.

Each epoch has its own order, a function of (seed, epoch) alone, and each image its own changes, a function of (seed,
epoch, row, copy): so a resumed run goes on exactly as an unbroken one (seeding Keras and shuffling in `fit` would
repeat one order in every epoch).
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from galaxy_core import augmentations
from galaxy_core.augmentations import balancing, rng
from galaxy_core.models import Examples
from galaxy_core.storage import mapped

LEAST = 1 / 255  # of another image: less of it can't be seen


class Batch(NamedTuple):
    """What the network learns from at once; mixed images have mixed targets."""

    images: np.ndarray  # uint8 (b, s, s, c)
    targets: np.ndarray  # float32 (b, d), encoded as the task says
    weights: np.ndarray  # float32 (b,): how much each image counts in the loss


class Source:
    """The training images as a network sees them: in which order, how changed, with which weights.

    `std` is their standard deviation in grey levels; it is measured where it isn't given.
    """

    def __init__(self, examples: Examples, seed: int, std: float | None = None):
        self.examples, self.seed = examples, seed
        if std is None:
            std = augmentations.standard_deviation(examples.images, examples.rows) if examples.augment else 0.0
        self.pipeline = augmentations.pipeline(examples.augment, std)
        self.strata, counts = examples.task.strata(examples.targets), examples.counts
        self.stratum_weights = balancing.weights(examples.balance, counts)
        self.shown = int(balancing.shown(examples.balance, counts).sum())  # images an epoch

    def count(self, size: int) -> int:
        """Number of batches of an epoch; a last one of one image is left out."""
        return max(1, -(-self.shown // size) - (self.shown % size == 1 and self.shown > 1))

    def batches(self, size: int, epoch: int) -> Iterator[Batch]:
        """The batches of an epoch."""
        examples = self.examples
        places, copies = balancing.order(examples.balance, self.strata, len(self.stratum_weights), self.seed, epoch)
        parts = [slice(first, first + size) for first in range(0, self.count(size) * size, size)]
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(self.batch, epoch, places[parts[0]], copies[parts[0]])
            for following in [*parts[1:], None]:
                ready = coming.result()
                if following is not None:
                    coming = ahead.submit(self.batch, epoch, places[following], copies[following])
                yield ready

    def batch(self, epoch: int, places: np.ndarray, copies: np.ndarray) -> Batch:
        """The batch of these places among the training rows; the same image and copy is changed the same in any."""
        images = self._changed(epoch, places, copies)
        if self.pipeline.mixes:
            mixed, others, shares = self._partners(epoch, places, copies)
            above, weight = self._changed(epoch, others, np.zeros_like(others)), shares[:, :, None, None]
            images = images.copy()
            images[mixed] = (images[mixed] * (1 - weight) + above * weight + 0.5).astype(np.uint8)
        targets = self.targets(epoch, places, copies)
        return Batch(images, targets, self.weights(targets, places))

    def targets(self, epoch: int, places: np.ndarray, copies: np.ndarray) -> np.ndarray:
        """The encoded targets of that batch, mixed as its images are, float32 (b, k): no image is read for them."""
        task, all_targets = self.examples.task, self.examples.targets
        targets = task.encoded(all_targets[places])
        if self.pipeline.mixes:
            mixed, others, shares = self._partners(epoch, places, copies)
            targets = targets.copy()
            targets[mixed] = targets[mixed] * (1 - shares) + task.encoded(all_targets[others]) * shares
        return targets

    def weights(self, targets: np.ndarray, places: np.ndarray) -> np.ndarray:
        """How much each image of a batch counts in the loss: float32 (b,). Mixed classes, as their shares say."""
        if "labels" in self.examples.task.OFFERS:
            return targets @ self.stratum_weights
        return self.stratum_weights[self.strata[places]]

    def _random(self, epoch: int, places: np.ndarray, copies: np.ndarray) -> np.ndarray:
        return rng.numbers(self.seed, epoch, self.examples.rows[places], copies, self.pipeline.draws)

    def _changed(self, epoch: int, places: np.ndarray, copies: np.ndarray) -> np.ndarray:
        images = mapped.read(self.examples.images, self.examples.rows[places])
        return self.pipeline(images, self._random(epoch, places, copies), copies)

    def _partners(
        self, epoch: int, places: np.ndarray, copies: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Over which of the batch another place is laid, int64 (m,); which, int64 (m,); its share, float32 (m, 1)."""
        others, shares = self.pipeline.partners(self._random(epoch, places, copies), len(self.examples.rows))
        mixed = np.flatnonzero(shares >= LEAST)
        return mixed, others[mixed], shares[mixed, None]
