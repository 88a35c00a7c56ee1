"""Single picture files of users: checked cheaply, then read as RGB of one size. The formats are files in `formats/`.

What a name ends with decides whether a file is meant to be a picture; what it begins with decides what it is. Nothing
but these formats is ever tried, and a picture that declares more than 64 million pixels is refused before it is
unpacked.
"""

import hashlib
import struct
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from galaxy_core import AbsentError, StorageError
from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import formats
from galaxy_core.datasets.files.formats import NAN, Levels, Unusable

BROKEN = (  # what libraries raise of broken files
    OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError, RuntimeError, AttributeError,
    MemoryError, AssertionError, struct.error, zlib.error, Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
LARGEST = 256_000_000  # bytes of a file: 64 million pixels as they are, and a quarter more
DIGEST = 16  # bytes of the hash of a file
SMALLEST = 8  # pixels of a side
PART = 0.25  # of what 16 bits can hold: what ends below it would be nearly black, and is stretched
COMMON = 0.25  # share of pictures of one size that makes it the size of all
BLACK = 8  # grey levels: a picture that ends below them is called nearly black


@dataclass(frozen=True)
class Looked:
    """What a file turned out to be: a hash of its bytes, and (height, width) upright in pixels,
    or what is wrong with it.

    `levels` where it holds more than 8 bits; its place on the sky and its scale where it says them, else NaN.
    """

    digest: bytes  # of DIGEST bytes; of a file that can't be read, zeros
    size: tuple[int, int] | None
    fault: str = ""  # a few words
    levels: Levels | None = None
    ra: float = NAN
    dec: float = NAN
    pixel_scale: float = NAN


def look(path: Path) -> Looked:
    """Reads a file once; its pixels are unpacked only where nothing less tells that they can be: about 0.2 ms."""
    try:
        content = content_of(path)
    except BROKEN as error:
        return Looked(bytes(DIGEST), None, words(error))
    return look_into(content)


def look_into(content: bytes) -> Looked:
    """The same of the bytes of a file."""
    digest = hashlib.blake2b(content, digest_size=DIGEST).digest()
    try:
        header = formats.of(content).look(content)
        height, width = header.size
        if min(height, width) < SMALLEST:
            raise Unusable(f"only {width} × {height} pixels")
    except BROKEN as error:
        return Looked(digest, None, words(error))
    return Looked(digest, header.size, "", header.levels, header.ra, header.dec, header.pixel_scale)


def read(path: Path, shape: tuple[int, int], levels: Levels | None = None) -> np.ndarray:
    """The picture as uint8 (h, w, 3), red first, brought to `shape` (h, w); numbers of more than 8 bits by `levels`.

    A picture of another size keeps as much of its field of view as it can: it is cut, about its centre, to the shape's
    ratio of sides only, and then scaled, so that a larger picture isn't cropped to its middle. Raises DataError.
    """
    try:
        return fitted(decoded(content_of(path), levels), shape)
    except FileNotFoundError as error:
        raise AbsentError(f"{path} isn't there any more: open the data set again.") from error
    except PermissionError as error:
        raise StorageError(f"{path} can't be read: check its permissions.") from error
    except BROKEN as error:
        raise refusals.PICTURE(path=path, why=words(error)) from error


def decoded(content: bytes, levels: Levels | None = None, side: int = 0) -> np.ndarray:
    """The picture that these bytes are, upright: uint8 (h, w, 3). Raises one of BROKEN.

    Numbers of more than 8 bits are shown by `levels`, or by what they hold themselves. With `side`, one whose format is
    quicker so is given smaller than it is, no side below so many pixels.
    """
    module = formats.of(content)
    pixels = module.reduced(content, side) if side and hasattr(module, "reduced") else module.pixels(content)
    if pixels.dtype != np.uint8:
        pixels = stretched(pixels, levels or shown([formats.deep(pixels)]))
    return pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)


def shown(held: Iterable[Levels]) -> Levels:
    """Which numbers are shown as 0 and as 255, by what pictures hold:
    one bright or dark picture among many decides little.

    16 bits that are used for a good part of their range are shown by that range, as are fractions of 1; values of 8
    bits as they are; everything else from the smallest to the largest value.
    """
    lows, highs, limits = (np.array(values) for values in zip(*held, strict=True))
    low = float(np.percentile(lows, 5, method="higher"))
    high, limit = float(np.percentile(highs, 95, method="lower")), float(limits.max())
    if limit and high > PART * limit:
        return Levels(0.0, limit, limit)
    if low >= 0 and 127 < high <= 255:
        return Levels(0.0, 255.0, limit)
    if not limit and low >= 0 and 0.5 < high <= 1:
        return Levels(0.0, 1.0, limit)
    return Levels(low, max(high, low + 1e-12), limit)


def is_partial(levels: Levels) -> bool:
    """Whether what is shown is a part of what such numbers can be, which a note should say."""
    return levels.high not in (levels.limit, 255.0, 1.0)


def stretch(levels: Levels) -> str:
    """The sentence that says so."""
    return (
        "Pictures of more than 8 bits are shown by what they hold: "
        f"{levels.low:,.6g} is black, {levels.high:,.6g} white."
    )


def is_black(held: Levels, levels: Levels) -> bool:
    """Whether a picture that holds such numbers is nearly black when it is shown by `levels`."""
    return (held.high - levels.low) / (levels.high - levels.low) * 255 < BLACK


def stretched(pixels: np.ndarray, levels: Levels) -> np.ndarray:
    """Numbers as uint8 of the same shape; what isn't a number is black."""
    share = (np.nan_to_num(pixels.astype(np.float32), nan=levels.low) - levels.low) / (levels.high - levels.low)
    return (np.clip(share, 0, 1) * 255 + 0.5).astype(np.uint8)


def fitted(pixels: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Pixels uint8 (h, w, 3) brought to `shape` (h, w): cut about their centre to its ratio of sides, then scaled."""
    (height, width), (tall, wide) = shape, pixels.shape[:2]
    if (tall, wide) == (height, width):
        return np.ascontiguousarray(pixels)
    scale = min(wide / width, tall / height)
    cut_x, cut_y = max(0.0, (wide - scale * width) / 2), max(0.0, (tall - scale * height) / 2)
    box = (cut_x, cut_y, min(wide, cut_x + scale * width), min(tall, cut_y + scale * height))
    way = Image.Resampling.BOX if scale > 1 else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(np.ascontiguousarray(pixels)).resize((width, height), way, box=box))


def middle(sizes: Counter[tuple[int, int]]) -> tuple[int, int]:
    """The (height, width) that all are brought to: the usual one where there is one, else the middle of all."""
    if not sizes:
        return (0, 0)
    usual = max(sizes, key=lambda size: (sizes[size], size))
    if sizes[usual] >= COMMON * sizes.total():
        return usual
    height, width = (sorted(size[side] for size in sizes.elements())[sizes.total() // 2] for side in (0, 1))
    return height, width


def words(error: Exception) -> str:
    """What is wrong with a picture, in a few words."""
    if isinstance(error, Unusable):
        return str(error)
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, MemoryError):
        return "it declares more than fits into memory"
    return "cut short" if "truncated" in str(error) else "damaged"


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises OSError, or Unusable where they are too many."""
    with open(path, "rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unusable(f"more than {LARGEST // 10**6:,} MB")
    return content
