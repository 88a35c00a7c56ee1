"""Single picture files (JPEG, PNG, WebP) of users: checked cheaply, then read as RGB of one size.

What a name ends with decides whether a file is meant to be a picture; what it begins with decides what it is. Only
three formats are ever tried, and a picture that declares more than 64 million pixels is refused before it is unpacked.
"""

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from PIL import Image, ImageOps

from galaxy_core import AbsentError, DataError, StorageError

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 64_000_000
BROKEN = (  # what Pillow raises of broken files
    OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError, RuntimeError, AttributeError,
    MemoryError, struct.error, zlib.error, Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
LARGEST = 256_000_000  # bytes of a file: 64 million pixels as they are, and a quarter more
DIGEST = 16  # bytes of the hash of a file
TAIL = 4096  # bytes: where the end mark of a whole picture is looked for


@dataclass(frozen=True)
class Looked:
    """What a file turned out to be: a hash of its bytes, and (height, width) in pixels, or what is wrong with it."""

    digest: bytes  # of DIGEST bytes; of a file that can't be read, zeros
    size: tuple[int, int] | None
    fault: str = ""  # a few words


def look(path: Path) -> Looked:
    """Reads a file once, without unpacking its pixels: about 0.2 ms."""
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            return Looked(bytes(DIGEST), None, f"more than {LARGEST // 10**6:,} MB")
    except BROKEN as error:
        return Looked(bytes(DIGEST), None, words(error))
    digest, seen = hashlib.blake2b(content, digest_size=DIGEST).digest(), check(content)
    return Looked(digest, None, seen) if isinstance(seen, str) else Looked(digest, seen)


def check(content: bytes) -> tuple[int, int] | str:
    """(height, width) in pixels by header and end mark, about 0.1 ms; or what is wrong, as a few words."""
    try:
        with opened(io.BytesIO(content)) as image:
            width, height = image.size
            whole = _ends(image.format, content)
    except BROKEN as error:
        return words(error)
    if min(width, height) < 8:
        return f"only {width} × {height} pixels"
    return (height, width) if whole or _decodes(content) else "cut short"


def read(path: Path, shape: tuple[int, int]) -> np.ndarray:
    """The picture as uint8 (h, w, 3), red first, brought to `shape` (h, w).

    A picture of another size keeps as much of its field of view as it can: it is cut, about its centre, to the shape's
    ratio of sides only, and then scaled, so that a larger picture isn't cropped to its middle. Raises DataError.
    """
    try:
        with open(path, "rb") as file, opened(file) as image:
            return np.asarray(_fitted(rgb(image), shape))
    except FileNotFoundError as error:
        raise AbsentError(f"{path} isn't there any more: open the data set again.") from error
    except PermissionError as error:
        raise StorageError(f"{path} can't be read: check its permissions.") from error
    except BROKEN as error:
        raise DataError(f"{path} can't be read ({words(error)}): replace it or take it away.") from error


def opened(file: IO[bytes]) -> Image.Image:
    """A picture whose header has been read. Raises one of BROKEN for another format or for far too many pixels."""
    image = Image.open(file, formats=FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise Image.DecompressionBombError(f"{image.width} × {image.height} pixels")
    return image


def rgb(image: Image.Image) -> Image.Image:
    """The picture upright, as its camera meant it, in 8-bit RGB; what is transparent is black, as the sky is."""
    image = _eight_bits(ImageOps.exif_transpose(image))
    if image.has_transparency_data:
        return Image.alpha_composite(Image.new("RGBA", image.size, "black"), image.convert("RGBA")).convert("RGB")
    return image.convert("RGB")


def words(error: Exception) -> str:
    """What is wrong with a picture, in a few words."""
    if isinstance(error, (Image.DecompressionBombError, Image.DecompressionBombWarning)):
        return "far too many pixels"
    if isinstance(error, Image.UnidentifiedImageError):
        return "not a JPEG, PNG or WebP picture"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return "damaged"


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit greys by their range; Pillow's own conversion would clip them to white."""
    if image.mode not in ("I", "I;16", "I;16B"):
        return image
    return Image.fromarray((np.clip(np.asarray(image, dtype=np.float64) / 65535, 0, 1) * 255 + 0.5).astype(np.uint8))


def _fitted(picture: Image.Image, shape: tuple[int, int]) -> Image.Image:
    height, width = shape
    if picture.size == (width, height):
        return picture
    scale = min(picture.width / width, picture.height / height)
    cut_x, cut_y = (picture.width - scale * width) / 2, (picture.height - scale * height) / 2
    box = (cut_x, cut_y, cut_x + scale * width, cut_y + scale * height)
    return picture.resize((width, height), Image.Resampling.BOX if scale > 1 else Image.Resampling.BICUBIC, box=box)


def _ends(kind: str | None, content: bytes) -> bool:
    """Whether the end mark of its format is there."""
    if kind == "JPEG":
        return b"\xff\xd9" in content[-TAIL:]
    if kind == "PNG":
        return b"IEND" in content[-TAIL:]
    return len(content) >= int.from_bytes(content[4:8], "little") + 8


def _decodes(content: bytes) -> bool:
    """Whether a picture without an end mark can be unpacked all the same: some programs write junk behind it."""
    try:
        with opened(io.BytesIO(content)) as image:
            image.load()
    except BROKEN:  # that it doesn't is the answer
        return False
    return True
