"""Arrays mapped from files, read so that what was read doesn't pile up in this process's memory."""

import mmap
from contextlib import suppress

import numpy as np

LARGE = 256_000_000  # bytes of a file from which on pages are given back; smaller ones may stay


def read(array: np.ndarray, rows: np.ndarray | slice) -> np.ndarray:
    """A copy of these rows. The pages of a large file that were read for it go back to the system, which keeps them as
    long as it has room: 2.7 GB of images are read again and again in a few hundred megabytes."""
    copy = np.array(array[rows])
    mapping = _mapping(array)
    if mapping is not None and len(mapping) > LARGE:
        with suppress(AttributeError, OSError, ValueError):  # no such advice on this system: they stay
            mapping.madvise(mmap.MADV_DONTNEED)
    return copy


def _mapping(array: np.ndarray) -> mmap.mmap | None:
    """What an array, or that which it is a part of, is mapped by."""
    owner: object = array
    while owner is not None and not isinstance(owner, mmap.mmap):
        owner = getattr(owner, "base", None)
    return owner
