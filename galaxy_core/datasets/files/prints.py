"""Prints of the images in an HDF5 file (see `datasets.alike`) in about a second, by how they are stored.

Where each image has a check sum of its own (an array in one go, or an image a chunk), only images with equal ones are
read, and compared whole. Small arrays are read whole. Where an image is spread over many chunks that each hold a piece
of many images, as in the published Galaxy10 DECaLS, the pieces at PLACES are read of all images: those with the same
pixels there, some thousand numbers of all colours, share a print. So images with the same pixels do, unless each of
those pieces is even, as of a blank image; others that agree in all of them would only be kept on one side of a split
together. Of other arrays nothing is known without reading all.
"""

import hashlib
import itertools
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core.datasets import alike
from galaxy_core.datasets.files import checksums, hdf5

if TYPE_CHECKING:
    import h5py

PLACES = ((0.5, 0.5), (0.45, 0.45), (0.55, 0.4), (0.4, 0.6), (0.25, 0.75), (0.75, 0.25))  # shares of height and width
CHEAP = 200_000_000  # bytes that may be unpacked for it: about a second
AT_ONCE = 64_000_000  # bytes of pieces in memory

Progress = Callable[[int, int], None]
Read = Callable[[np.ndarray], np.ndarray]  # rows, increasing → uint8 (k, h, w, 3)
Box = tuple[slice, slice, slice]  # a piece of every image


def is_cheap(array: "h5py.Dataset") -> bool:
    """Whether the prints of an array of images can be had without reading much of it."""
    return _is_an_image_each(array) or array.size <= CHEAP or _unpacked(array, _pieces(array)) <= CHEAP


def of_array(path: Path, name: str, read: Read, block: int, progress: Progress) -> np.ndarray:
    """The prints of all images of an array that `is_cheap`: uint64 (n,). `read` gives whole images, `block` at a time.

    Raises as `hdf5.reading`.
    """
    with hdf5.reading(path) as file:
        array = hdf5.dataset(file, name)
        n, alone = len(array), _is_an_image_each(array)
        if not alone and array.size > CHEAP:
            return _by_pieces(array, progress)
    doubtful, prints = np.arange(n), np.zeros(n, np.uint64)
    if alone:
        prints = checksums.cached(path, name).astype(np.uint64) + np.uint64(1)
        _, back, counts = np.unique(prints, return_inverse=True, return_counts=True)
        doubtful = np.flatnonzero(counts[back.reshape(-1)] > 1)
    for first in range(0, len(doubtful), block):
        rows = doubtful[first : first + block]
        prints[rows] = alike.of_images(read(rows))
        progress(first + len(rows), len(doubtful))
    return prints


def _is_an_image_each(array: "h5py.Dataset") -> bool:
    """Whether each of its check sums is one image's, in their order."""
    return array.chunks is None or array.chunks == (1, *array.shape[1:])


def _pieces(array: "h5py.Dataset") -> list[Box]:
    """The pieces of every image at PLACES, in all colours, as its chunks divide it."""
    lengths, chunks = array.shape[1:], array.chunks[1:]
    at = {tuple(int(share * lengths[axis]) // chunks[axis] for axis, share in enumerate(place)) for place in PLACES}
    colours = range(-(-lengths[2] // chunks[2]))
    numbers = [(*place, colour) for place, colour in itertools.product(sorted(at), colours)]
    sides = [
        [slice(number * chunk, min((number + 1) * chunk, length)) for number in range(-(-length // chunk))]
        for length, chunk in zip(lengths, chunks, strict=True)
    ]
    return [(sides[0][top], sides[1][left], sides[2][colour]) for top, left, colour in numbers]


def _unpacked(array: "h5py.Dataset", boxes: list[Box]) -> int:
    """Bytes that are unpacked to read these pieces of all images."""
    return len(array) * len(boxes) * math.prod(array.chunks[1:])


def _by_pieces(array: "h5py.Dataset", progress: Progress) -> np.ndarray:
    boxes, chunk = _pieces(array), array.chunks[0]
    step = chunk * max(1, AT_ONCE * len(array) // (_unpacked(array, boxes) * chunk))
    prints = np.empty(len(array), np.uint64)
    for first in range(0, len(array), step):
        pieces = [array[(slice(first, first + step), *box)] for box in boxes]
        prints[first : first + step] = _prints(pieces)
        progress(min(first + step, len(array)), len(array))
    return prints


def _prints(pieces: list[np.ndarray]) -> list[int]:
    """Of the same pieces of b images, uint8 (b, h', w', c') each: 0 where each piece is of one even colour."""
    even = np.all([(piece == piece[:, :1, :1]).all(axis=(1, 2, 3)) for piece in pieces], axis=0)
    flat = np.concatenate([piece.reshape(len(piece), -1) for piece in pieces], axis=1)
    hashes = (int.from_bytes(hashlib.sha256(row.data).digest()[:8], "little") or 1 for row in flat)
    return [0 if blank else number for blank, number in zip(even.tolist(), hashes, strict=True)]
