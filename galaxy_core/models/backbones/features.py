"""What a frozen backbone makes of the training images, computed once and kept on disk: then a head learns in seconds.

Each training image is kept in several variants: the first is the image as it is, as validation images are, the others
are changed; an epoch shows one of them, the next epoch the next. A file
`features/KEY.npy` in the data folder holds float32 (copies · m + v, features): the variants of all m training images
one after the other, then the v validation images as they are. KEY is a hash of everything they depend on: images, rows,
changes and the frozen layers, but no label, so that a corrected one costs nothing. The SHA-256 of the file's array
stands at its end, and the least recently used files go when all of them are larger than ROOM.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

import galaxy_core
from galaxy_core import StorageError, augmentations
from galaxy_core.models import Examples, Progress
from galaxy_core.models.networks import batches
from galaxy_core.storage import atomic, lock

CONVENTION = 2  # raise it when what a file holds changes its meaning
ROOM = 4_000_000_000  # bytes of all files together
BATCH = 32  # images at once
DIGEST = 32  # bytes of a SHA-256
THREADS = "TF_NUM_INTRAOP_THREADS"  # sums come out another way with more of them


@dataclass(eq=False)
class Wanted:
    """What is to be computed: `describe` is a `keras.Model` from prepared images to features float32 (b, d)."""

    describe: Any
    source: batches.Source  # of the training images; its random numbers change them
    validation: Examples
    copies: int  # variants of each training image; the first is unchanged

    @property
    def shape(self) -> tuple[int, int]:
        """Of the array."""
        examples = self.source.examples
        rows = self.copies * len(examples.rows) + len(self.validation.rows)
        return rows, self.describe.output_shape[-1]

    def pieces(self) -> Iterator[np.ndarray]:
        """The rows of the array in order, a batch at a time."""
        examples = self.source.examples
        for number in range(self.copies):
            source = self.variant(number)
            for first in range(0, len(examples.rows), BATCH):
                places = np.arange(first, min(first + BATCH, len(examples.rows)))
                batch = source.batch(number, places, np.zeros_like(places))
                yield np.asarray(self.describe.predict_on_batch(batch.images))
        for images in self.validation.batches(BATCH):
            yield np.asarray(self.describe.predict_on_batch(images))

    def targets(self) -> np.ndarray:
        """Of each training image in each variant, encoded, and spread where images are mixed: float32 (copies,
        m, k)."""
        places = np.arange(len(self.source.examples.rows))
        variants = (
            self.variant(number).targets(number, places, np.zeros_like(places)) for number in range(self.copies)
        )
        return np.stack(list(variants))

    def variant(self, number: int) -> batches.Source:
        """Where variant `number` of the training images comes from, as its epoch of that number."""
        if number:
            return self.source
        return batches.Source(replace(self.source.examples, augment=()), self.source.seed)

    def key(self) -> str:
        """Twenty hexadecimal digits that change with anything that the array depends on."""
        examples, digest = self.source.examples, hashlib.sha256()
        says = [CONVENTION, galaxy_core.__version__, metadata.version("keras"), _tensorflow(), os.environ.get(THREADS)]
        changed = [*augmentations.written(examples.augment), self.source.seed] if self.copies > 1 else []
        says += [self.describe.name, *changed, self.copies, *self.shape]
        digest.update(repr(says).encode())
        for weight in self.describe.weights:
            digest.update(np.ascontiguousarray(weight.numpy()).data)
        for part in (examples, self.validation):
            digest.update(repr((part.prepared, part.images.shape[1:])).encode())
            digest.update(np.ascontiguousarray(part.rows, np.int64).data)
            for images in () if part.prepared else part.batches(256):
                digest.update(np.ascontiguousarray(images).data)
        return digest.hexdigest()[:20]


class Source(batches.Source):
    """The features of training images as a head sees them: which in which order, in which variant, how weighted."""

    def __init__(self, source: batches.Source, variants: np.ndarray, targets: np.ndarray):
        super().__init__(source.examples, source.seed, 0.0)
        self.variants, self.encoded = variants, targets  # float32 (copies, m, features) and (copies, m, d)

    def batch(self, epoch: int, places: np.ndarray, copies: np.ndarray) -> batches.Batch:
        """As of `batches.Source`, with features float32 (b, features) for images; further copies are other variants."""
        number = (epoch - 1 + copies) % len(self.variants)
        targets = self.encoded[number, places]
        return batches.Batch(self.variants[number, places], targets, self.weights(targets, places))


def get(wanted: Wanted, progress: Progress) -> tuple[Source, Examples]:
    """The features of the training images, and those of the validation images as if they were images.

    Made now if they aren't there, whole or not at all; a file that is damaged is made anew. Raises Stopped,
    StorageError.
    """
    progress.say("looking for features computed before")
    path = galaxy_core.data_folder() / "features" / f"{wanted.key()}.npy"
    with lock.waiting(path.with_suffix(".lock")):
        if (array := _read(path, wanted.shape)) is None:
            _make_room(path.parent, 4 * int(np.prod(wanted.shape)))
            atomic.write(path, lambda aside: _fill(aside, wanted, progress))
            if (array := _read(path, wanted.shape)) is None:
                raise StorageError(f"The features in {path} can't be read back: check that disk, then train again.")
    examples, validation = wanted.source.examples, wanted.validation
    end, rows = wanted.copies * len(examples.rows), np.arange(len(validation.rows))
    variants = array[:end].reshape(wanted.copies, len(examples.rows), -1)
    return (
        Source(wanted.source, variants, wanted.targets()),
        Examples(array[end:], rows, validation.targets, examples.task),
    )


def _fill(aside: Path, wanted: Wanted, progress: Progress) -> None:
    atomic.reserve(aside, 4 * int(np.prod(wanted.shape)))
    array = np.lib.format.open_memmap(aside, mode="w+", dtype=np.float32, shape=wanted.shape)
    done, shown, digest = 0, -1, hashlib.sha256()
    for piece in wanted.pieces():
        array[done : done + len(piece)] = piece
        digest.update(np.ascontiguousarray(array[done : done + len(piece)]).data)
        done += len(piece)
        if (percent := 100 * done // len(array)) // 5 > shown:
            shown = percent // 5
            progress.say(f"describing images by the frozen layers, {percent} %")
    array.flush()
    del array
    with open(aside, "ab") as file:
        file.write(digest.digest())


def _read(path: Path, shape: tuple[int, int]) -> np.ndarray | None:
    """The array, memory-mapped, or None where it isn't there or is damaged."""
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
        with open(path, "rb") as file:
            file.seek(-DIGEST, os.SEEK_END)
            stored = file.read()
        os.utime(path)  # used now: others go first
    except (OSError, ValueError, EOFError):
        return None
    whole = array.shape == shape and array.dtype == np.float32
    return array if whole and hashlib.sha256(array).digest() == stored else None


def _make_room(folder: Path, needed: int) -> None:
    """Removes the least recently used files until what is needed fits into ROOM with the others."""
    files = sorted(folder.glob("*.npy"), key=lambda file: file.stat().st_mtime)
    total = sum(file.stat().st_size for file in files)
    for file in files:
        if total + needed <= ROOM:
            return
        total -= file.stat().st_size
        with suppress(OSError):
            file.unlink()


def _tensorflow() -> str:
    import tensorflow

    return tensorflow.__version__
