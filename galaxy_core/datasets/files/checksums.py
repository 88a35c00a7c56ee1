"""Check sums of all that an HDF5 array of bytes holds: what its images are, told without unpacking one.

An array that is stored in one go has the CRC-32 of each row. A chunk packed by gzip has the Adler-32 of its unpacked
bytes, which stands at the end of the packed ones and is checked whenever they are unpacked: four bytes are read of
each chunk. Any other chunk has the CRC-32 of its bytes as they are stored.

Guaranteed: a pixel that changes changes a check sum, and so do any changes within 32 bits; others escape with a chance
of 1 in 4 billion. Copying, moving and touching a file changes none, nor does what else is written into it, such as
labels. The same images in chunks of another shape, or not packed any more, have other check sums. Of arrays that are
larger than EXACT and not packed by gzip, only so many bytes are read, from the middle of every row or chunk.

Measured on 17,736 images of 256² (3.5 GB): 1 s, at the speed of the disk where they aren't in memory; packed by gzip
0.1 s. They are remembered in the data folder until the file's stamp changes, which costs a millisecond.
"""

import hashlib
import math
import os
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import galaxy_core
from galaxy_core import StorageError
from galaxy_core.datasets.files import hdf5
from galaxy_core.storage import atomic, stamps
from galaxy_core.storage.stamps import Stamp

if TYPE_CHECKING:
    import h5py

EXACT = 8_000_000_000  # bytes that are read at most
TRAILER = 4  # bytes at the end of what zlib has packed
AT_ONCE = 4_000_000  # bytes that a thread reads at once
THREADS = 4
UNREADABLE = (OSError, ValueError, LookupError, TypeError, EOFError, zlib.error, zipfile.BadZipFile)  # what numpy
# raises of an archive that isn't there, or is damaged

Pieces = np.ndarray  # int64 (p, 2): where in the file each begins, and its bytes


def cached(path: Path, name: str) -> np.ndarray:
    """The check sums of an array, uint32 (p,): of its rows in order, or of its chunks in the order of their corners.

    From the data folder as long as the file has the same stamp. Raises as `hdf5.reading`.
    """
    with hdf5.sentences(path):
        stamp = stamps.stamp(path)
    settled = stamps.is_settled(stamp)
    kept = _place(path, name)
    if (checksums := _recall(kept, stamp)) is None:
        checksums = of_array(path, name)
        with hdf5.sentences(path):
            unchanged = stamps.stamp(path) == stamp
        if unchanged and settled:
            _keep(kept, stamp, checksums)
    return checksums


def of_array(path: Path, name: str) -> np.ndarray:
    """The same, read from the file."""
    with hdf5.sentences(path), open(path, "rb") as raw:
        with hdf5.reading(path) as file:
            array = hdf5.dataset(file, name)
            pieces = _pieces(array)
            if pieces is None:
                return _through_hdf5(array)
        out = np.empty(len(pieces), np.uint32)
        with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
            for _ in pool.map(lambda numbers: _read(raw.fileno(), pieces, numbers, out), _stretches(pieces)):
                pass
    return out


def _pieces(array: "h5py.Dataset") -> Pieces | None:
    """What is to be read of each row or chunk; None where only HDF5 knows where things are."""
    from h5py import h5d

    layout = array.id.get_create_plist().get_layout()
    if array.file.userblock_size or layout not in (h5d.CONTIGUOUS, h5d.CHUNKED):
        return None
    if layout == h5d.CONTIGUOUS:
        row = math.prod(array.shape[1:]) * array.dtype.itemsize
        return _middles(np.stack([array.id.get_offset() + row * np.arange(len(array)), np.full(len(array), row)], 1))
    chunks: list[tuple[tuple[int, ...], int, int, int]] = []
    array.id.chunk_iter(
        lambda chunk: chunks.append((chunk.chunk_offset, chunk.byte_offset, chunk.size, chunk.filter_mask))
    )
    chunks.sort()
    pieces = np.array([(place, size) for _, place, size, _ in chunks], np.int64).reshape(-1, 2)
    packed = _ends_with_zlib(array) & (np.array([mask for *_, mask in chunks]) == 0)
    trailers = np.stack([pieces.sum(axis=1) - TRAILER, np.full(len(pieces), TRAILER)], axis=1)
    return np.where(packed[:, None], trailers, _middles(pieces))


def _ends_with_zlib(array: "h5py.Dataset") -> bool:
    """Whether the last thing that happens to a chunk before it is stored is that zlib packs it."""
    from h5py import h5z

    settings = array.id.get_create_plist()
    filters = settings.get_nfilters()
    return filters > 0 and settings.get_filter(filters - 1)[0] == h5z.FILTER_DEFLATE


def _middles(pieces: Pieces) -> Pieces:
    """Of pieces that hold more than EXACT bytes together, the middle of each."""
    places, sizes = pieces.T
    if sizes.sum() <= EXACT:
        return pieces
    kept = np.minimum(sizes, EXACT // len(sizes))
    return np.stack([places + (sizes - kept) // 2, kept], axis=1)


def _stretches(pieces: Pieces) -> Iterator[np.ndarray]:
    """Numbers of pieces that one thread reads after each other, in the order in which they lie on the disk."""
    order = np.argsort(pieces[:, 0], kind="stable")
    ends = np.flatnonzero(np.diff(np.cumsum(pieces[order, 1]) // AT_ONCE)) + 1
    return iter(np.split(order, ends))


def _read(handle: int, pieces: Pieces, numbers: np.ndarray, out: np.ndarray) -> None:
    for number in numbers.tolist():
        place, size = pieces[number].tolist()
        data = os.pread(handle, size, place)
        if len(data) != size:
            raise ValueError(f"a piece has {len(data)} bytes instead of {size}")
        out[number] = int.from_bytes(data, "big") if size == TRAILER else zlib.crc32(data)


def _through_hdf5(array: "h5py.Dataset") -> np.ndarray:
    step = max(1, AT_ONCE // math.prod(array.shape[1:]))
    rows = (row for first in range(0, len(array), step) for row in array[first : first + step])
    return np.array([zlib.crc32(np.ascontiguousarray(row).data) for row in rows], np.uint32)


def _place(path: Path, name: str) -> Path:
    key = hashlib.blake2b(os.fsencode(os.path.abspath(path)) + b"\0" + name.encode(), digest_size=10).hexdigest()
    return galaxy_core.data_folder() / "identities" / f"{key}.npz"


def _recall(kept: Path, stamp: Stamp) -> np.ndarray | None:
    try:
        with open(kept, "rb") as file, np.load(file, allow_pickle=False) as stored:
            return stored["checksums"] if tuple(stored["stamp"].tolist()) == stamp else None
    except UNREADABLE:  # isn't there, or is damaged: it is made anew
        return None


def _keep(kept: Path, stamp: Stamp, checksums: np.ndarray) -> None:
    def fill(aside: Path) -> None:
        np.savez(aside, stamp=np.array(stamp, np.int64), checksums=checksums)

    with suppress(StorageError):  # a data folder that can't be written: only slower the next time
        atomic.write(kept, fill)
