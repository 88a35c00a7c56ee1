"""Arrays mapped from files, read and written so that what was touched doesn't pile up in this process's memory."""

import mmap
from contextlib import suppress

import numpy as np

LARGE = 256_000_000  # bytes of a file from which on pages are given back; smaller ones may stay
AT_ONCE = 256  # rows read between two times: the system maps 64 kB about each, whatever its size


def read(array: np.ndarray, rows: np.ndarray | slice) -> np.ndarray:
    """A copy of these rows. The pages of a large file that were read for it go back to the system, which keeps them as
    long as it has room: 2.7 GB of images are read again and again in a few megabytes."""
    if not _is_large(array):
        return np.array(array[rows])
    wanted = np.arange(len(array))[rows] if isinstance(rows, slice) else rows
    copy = np.empty((len(wanted), *array.shape[1:]), array.dtype)
    for first in range(0, len(wanted), AT_ONCE):
        copy[first : first + AT_ONCE] = array[wanted[first : first + AT_ONCE]]
        release(array)
    return copy


def release(array: np.ndarray) -> None:
    """Gives the pages of a large file back to the system; what was written to them isn't lost."""
    mapping = _mapping(array)
    if mapping is not None and len(mapping) > LARGE:
        with suppress(AttributeError, OSError, ValueError):  # no such advice on this system: they stay
            mapping.madvise(mmap.MADV_DONTNEED)


def _is_large(array: np.ndarray) -> bool:
    mapping = _mapping(array)
    return mapping is not None and len(mapping) > LARGE


def _mapping(array: np.ndarray) -> mmap.mmap | None:
    """What an array, or that which it is a part of, is mapped by."""
    owner: object = array
    while owner is not None and not isinstance(owner, mmap.mmap):
        owner = getattr(owner, "base", None)
    return owner
