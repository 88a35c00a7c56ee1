"""A split on disk: one small file that says of every row which part it is in, and what made it so.

`PART` is int8 (n,): 0 of the training part, 1 of validation, 2 of test. Beside it stand the policy without its draw,
the seed, and the identities of the images and of the labels that it was made of.
"""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core.storage import atomic

PART = "part"
UNREADABLE = (OSError, ValueError, LookupError, TypeError, EOFError, AttributeError, zlib.error, zipfile.BadZipFile)


@dataclass(frozen=True, eq=False)
class StoredSplit:
    """What the file holds; `labels` and `images` as in `datasets.identity.Identity`."""

    part: np.ndarray  # int8 (n,)
    policy: str
    seed: int
    images: str
    labels: str

    @property
    def n(self) -> int:
        """Number of images."""
        return len(self.part)


def read(path: Path) -> StoredSplit | None:
    """What a file holds, or None where there is none, or one that is damaged."""
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as stored:
            texts = {name: str(stored[name]) for name in ("policy", "images", "labels")}
            split = StoredSplit(stored[PART], seed=int(stored["seed"]), **texts)
    except UNREADABLE:
        return None
    sound = split.part.dtype == np.int8 and split.part.ndim == 1 and np.isin(split.part, (0, 1, 2)).all()
    return split if sound else None


def write(path: Path, split: StoredSplit) -> None:
    """Writes the file whole or not at all. Raises StorageError."""
    arrays = {name: np.array(getattr(split, name)) for name in ("policy", "seed", "images", "labels")}
    atomic.write(path, lambda aside: np.savez_compressed(aside, allow_pickle=False, **{PART: split.part}, **arrays))
