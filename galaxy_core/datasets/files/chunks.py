"""Reading rows of an HDF5 array the way they are stored: runs of contiguous rows, or every chunk once and whole.

With gzip and h5py's automatic chunks one image of 256² is spread over 768 chunks that each hold 1,109 images, so
reading image by image unpacks everything a thousand times. Here a chunk is unpacked once for all rows wanted of it.
HDF5 is only asked where the bytes are; they are read and unpacked without it and its locks, on several threads. (It
is no way out to call h5py from several threads: its `read_direct_chunk` before 3.16 corrupts memory, h5py 2764.)
"""

import itertools
import math
import os
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core.datasets.files import hdf5

if TYPE_CHECKING:
    import h5py

LARGEST_BLOCK = 250_000_000  # bytes of images in memory at once
USUAL_BLOCK = 32_000_000
THREADS = 4


@dataclass(frozen=True)
class Piece:
    """Bytes of a file that hold a box of the array: `box` says which rows and which part of each row."""

    offset: int
    size: int
    packed: bool
    shape: tuple[int, ...]  # as stored; a chunk may reach over the edge of the array
    first: int  # the row that it begins with
    begin: int  # rows[begin:end] are those that it serves
    end: int
    inner: tuple[slice, ...]


def block_rows(array: "h5py.Dataset") -> int:
    """How many rows (images) are best read at once: whole chunks, about 32 MB, never more than 250 MB."""
    row = max(1, math.prod(array.shape[1:]) * array.dtype.itemsize)
    chunk = array.chunks[0] if array.chunks else 1
    if chunk * row > LARGEST_BLOCK:
        return max(1, LARGEST_BLOCK // row)
    return chunk * max(1, USUAL_BLOCK // (chunk * row))


def is_quick(array: "h5py.Dataset") -> bool:
    """Whether one row alone is read in milliseconds: it isn't spread over chunks that each hold many rows."""
    return array.chunks is None or array.chunks[0] <= 16


def read_rows(path: Path, name: str, rows: np.ndarray) -> np.ndarray:
    """The rows of an array, of its own type: (k, …). `rows` are increasing and distinct. Raises as `hdf5.reading`.

    Only arrays of bytes are read without HDF5.
    """
    with hdf5.sentences(path), open(path, "rb") as raw:
        with hdf5.reading(path) as file:
            array = hdf5.dataset(file, name)
            out = np.empty((len(rows), *array.shape[1:]), dtype=array.dtype)
            if array.dtype.kind not in "uifb" or (len(rows) and rows[-1] >= len(array)):
                raise ValueError("it isn't what it was")
            packed = _is_packed(array)
            if packed is None or array.dtype != np.uint8:
                _read_by_hdf5(array, rows, out)
                return out
            pieces = list(_chunks(array, rows, packed) if array.chunks else _runs(array, rows))
        with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
            for _ in pool.map(lambda piece: _copy(raw.fileno(), piece, rows, out), pieces):
                pass
    return out


def _is_packed(array: "h5py.Dataset") -> bool | None:
    """Whether the bytes are packed by gzip (True) or lie there as they are (False); None: only HDF5 can tell."""
    from h5py import h5d, h5z

    settings = array.id.get_create_plist()
    filters = [settings.get_filter(number)[0] for number in range(settings.get_nfilters())]
    if array.file.userblock_size or settings.get_layout() not in (h5d.CONTIGUOUS, h5d.CHUNKED):
        return None
    return {(): False, (h5z.FILTER_DEFLATE,): True}.get(tuple(filters))


def _stretches(breaks: np.ndarray, length: int) -> Iterator[tuple[int, int]]:
    """Begin and end of the stretches between places where something changes."""
    ends = (np.flatnonzero(breaks) + 1).tolist()
    return zip([0, *ends], [*ends, length], strict=True) if length else iter(())


def _runs(array: "h5py.Dataset", rows: np.ndarray) -> Iterator[Piece]:
    """Stretches of consecutive rows of an array that is stored in one go."""
    row, offset = math.prod(array.shape[1:]), array.id.get_offset()
    inner = tuple(slice(0, length) for length in array.shape[1:])
    for begin, end in _stretches(np.diff(rows) > 1, len(rows)):
        first, shape = int(rows[begin]), (end - begin, *array.shape[1:])
        yield Piece(offset + first * row, math.prod(shape), False, shape, first, begin, end, inner)


def _chunks(array: "h5py.Dataset", rows: np.ndarray, packed: bool) -> Iterator[Piece]:
    """Every chunk that holds a wanted row."""
    size = math.prod(array.chunks)
    for begin, end, corner, inner in _boxes(array, rows):
        stored = array.id.get_chunk_info_by_coord(corner)
        if stored.byte_offset is None or stored.size > 2 * size + 1024:
            raise ValueError(f"a chunk of {size} bytes is stored in {stored.size}")
        packed_now = packed and stored.filter_mask == 0  # each bit of the mask is a filter that wasn't applied
        yield Piece(stored.byte_offset, stored.size, packed_now, array.chunks, corner[0], begin, end, inner)


def _boxes(array: "h5py.Dataset", rows: np.ndarray) -> Iterator[tuple[int, int, tuple[int, ...], tuple[slice, ...]]]:
    """For every chunk that holds a wanted row: which of `rows` (begin, end), its first corner, its part of a row."""
    height = array.chunks[0]
    steps = list(zip(array.shape[1:], array.chunks[1:], strict=True))
    sides = [[slice(start, min(start + step, length)) for start in range(0, length, step)] for length, step in steps]
    for begin, end in _stretches(np.diff(rows // height), len(rows)):
        first = int(rows[begin]) // height * height
        for inner in itertools.product(*sides):
            yield begin, end, (first, *(side.start for side in inner)), inner


def _copy(handle: int, piece: Piece, rows: np.ndarray, out: np.ndarray) -> None:
    """Reads one piece, unpacks it, and copies the wanted rows of it to their place in `out`."""
    data, size = os.pread(handle, piece.size, piece.offset), math.prod(piece.shape)
    if piece.packed:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(data, size + 1)
        if not unpacking.eof:
            raise ValueError("a chunk doesn't end where it should")
    if len(data) != size:
        raise ValueError(f"a piece has {len(data)} bytes instead of {size}")
    box = np.frombuffer(data, dtype=np.uint8).reshape(piece.shape)
    box = box[(slice(None), *(slice(0, side.stop - side.start) for side in piece.inner))]
    offsets = rows[piece.begin : piece.end] - piece.first
    at_once = len(offsets) == offsets[-1] - offsets[0] + 1
    out[(slice(piece.begin, piece.end), *piece.inner)] = box[offsets[0] : offsets[-1] + 1] if at_once else box[offsets]


def _read_by_hdf5(array: "h5py.Dataset", rows: np.ndarray, out: np.ndarray) -> None:
    """The same for what only HDF5 can unpack: chunk by chunk, or run by run."""
    if array.chunks is None:
        for begin, end in _stretches(np.diff(rows) > 1, len(rows)):
            out[begin:end] = array[rows[begin] : rows[end - 1] + 1]
        return
    for begin, end, corner, inner in _boxes(array, rows):
        offsets = rows[begin:end] - corner[0]
        out[(slice(begin, end), *inner)] = array[(slice(corner[0], corner[0] + array.chunks[0]), *inner)][offsets]
