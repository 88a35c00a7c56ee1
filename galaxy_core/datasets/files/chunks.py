"""Reading rows of an HDF5 array the way they are stored: runs of contiguous rows, or every chunk once and whole.

With gzip and h5py's automatic chunks one image of 256² is spread over 768 chunks that each hold 1,109 images, so
reading image by image unpacks everything a thousand times. Here a chunk is unpacked once for all rows wanted of it,
by zlib on several threads (HDF5's own unpacking holds a lock).
"""

import itertools
import math
import os
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import h5py

LARGEST_BLOCK = 250_000_000  # bytes of images in memory at once
USUAL_BLOCK = 32_000_000
THREADS = 4

Piece = tuple[int, int, tuple[int, ...]]  # the places in `rows` that a chunk serves (begin, end), and its first corner


def block_rows(found: "h5py.Dataset") -> int:
    """How many rows (images) are best read at once: whole chunks, about 32 MB, never more than 250 MB."""
    row = max(1, math.prod(found.shape[1:]) * found.dtype.itemsize)
    chunk = found.chunks[0] if found.chunks else 1
    if chunk * row > LARGEST_BLOCK:
        return max(1, LARGEST_BLOCK // row)
    return chunk * max(1, USUAL_BLOCK // (chunk * row))


def is_quick(found: "h5py.Dataset") -> bool:
    """Whether one row alone is read in milliseconds: it isn't spread over chunks that each hold many rows."""
    return found.chunks is None or found.chunks[0] <= 16


def read_rows(found: "h5py.Dataset", rows: np.ndarray) -> np.ndarray:
    """The rows of an array, (k, …): `rows` are increasing and distinct. Raises what h5py and zlib raise."""
    out = np.empty((len(rows), *found.shape[1:]), dtype=found.dtype)
    if len(rows) == 0:
        return out
    if found.chunks is None:
        for begin, end in _runs(rows):
            found.read_direct(out, np.s_[rows[begin] : rows[end - 1] + 1], np.s_[begin:end])
        return out
    packed = _is_plain_gzip(found)
    with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
        for _ in pool.map(lambda piece: _copy(found, packed, out, rows, piece), _pieces(found, rows)):
            pass
    return out


def _runs(rows: np.ndarray) -> Iterator[tuple[int, int]]:
    """The stretches of consecutive numbers, as (begin, end) places in `rows`."""
    ends = np.flatnonzero(np.diff(rows) > 1) + 1
    return zip([0, *ends.tolist()], [*ends.tolist(), len(rows)], strict=True)


def _pieces(found: "h5py.Dataset", rows: np.ndarray) -> Iterator[Piece]:
    """Every chunk that holds a wanted row."""
    height = found.chunks[0]
    ends = np.flatnonzero(np.diff(rows // height)) + 1
    corners = [range(0, length, step) for length, step in zip(found.shape[1:], found.chunks[1:], strict=True)]
    for begin, end in zip([0, *ends.tolist()], [*ends.tolist(), len(rows)], strict=True):
        first = int(rows[begin]) // height * height
        for corner in itertools.product(*corners):
            yield begin, end, (first, *corner)


def _copy(found: "h5py.Dataset", packed: bool, out: np.ndarray, rows: np.ndarray, piece: Piece) -> None:
    """Copies what one chunk holds of the wanted rows to its place in `out`."""
    begin, end, corner = piece
    inner = tuple(
        slice(start, min(start + step, length))
        for start, step, length in zip(corner[1:], found.chunks[1:], found.shape[1:], strict=True)
    )
    wanted = rows[begin:end] - corner[0]
    if packed:
        chunk = _unpacked(found, corner)[(slice(None), *(slice(0, part.stop - part.start) for part in inner))]
    else:
        chunk = found[(slice(corner[0], corner[0] + found.chunks[0]), *inner)]
    if len(wanted) == wanted[-1] - wanted[0] + 1:
        out[(slice(begin, end), *inner)] = chunk[wanted[0] : wanted[-1] + 1]
    else:
        out[(slice(begin, end), *inner)] = chunk[wanted]


def _unpacked(found: "h5py.Dataset", corner: tuple[int, ...]) -> np.ndarray:
    skipped, data = found.id.read_direct_chunk(corner)  # `skipped` has a bit for each filter that wasn't applied
    size = math.prod(found.chunks)
    if not skipped >> (found.id.get_create_plist().get_nfilters() - 1) & 1:  # gzip is the last filter
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(data, size + 1)
        if not unpacking.eof:
            raise ValueError("a chunk doesn't end where it should")
    if len(data) != size:
        raise ValueError(f"a chunk unpacks to {len(data)} bytes instead of {size}")
    return np.frombuffer(data, dtype=np.uint8).reshape(found.chunks)


def _is_plain_gzip(found: "h5py.Dataset") -> bool:
    """Whether chunks are bytes packed by gzip only, so that zlib can unpack them."""
    from h5py import h5z

    settings = found.id.get_create_plist()
    filters = [settings.get_filter(number)[0] for number in range(settings.get_nfilters())]
    return found.dtype == np.uint8 and filters in ([h5z.FILTER_DEFLATE], [h5z.FILTER_SHUFFLE, h5z.FILTER_DEFLATE])
