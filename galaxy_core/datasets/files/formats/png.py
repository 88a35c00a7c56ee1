"""PNG: of any depth, with what is transparent in black, turned as its EXIF says;
text and profiles in it are passed over."""

import zlib
from dataclasses import dataclass

import numpy as np

from galaxy_core.datasets.files import formats
from galaxy_core.datasets.files.formats import Seen, Unusable, check_size, exif, pillow

TITLE = "PNG"
ORDER = 2
ENDINGS = (".png",)
START = b"\x89PNG\r\n\x1a\n"
NEEDED = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
COLOURS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # channels of each colour type
END = b"\0\0\0\0IEND\xaeB`\x82"


@dataclass(frozen=True)
class _Walked:
    size: tuple[int, int]
    depth: int
    colour: int
    orientation: int
    kept: list[tuple[int, int]]  # (begin, end) of the chunks that are needed
    whole: bool  # each needed chunk has the check sum that it declares, and the last one is there


def begins(content: bytes) -> bool:
    """Whether it begins as PNG does."""
    return content.startswith(START)


def look(content: bytes) -> Seen:
    """Its size, and that of each chunk the check sum holds; only deep ones and doubtful ones are unpacked."""
    walked = _walk(content)
    if walked.depth == 16:
        return Seen(exif.turned(walked.size, walked.orientation), formats.deep(_numbers(walked, content)))
    if not walked.whole:
        pixels(content)
    return Seen(exif.turned(walked.size, walked.orientation))


def peek(content: bytes) -> tuple[int, int] | None:
    """(height, width) by its header; None of a deep one, or one that may be turned."""
    width, height, depth = int.from_bytes(content[16:20]), int.from_bytes(content[20:24]), content[24]
    sound = zlib.crc32(content[12:29]) == int.from_bytes(content[29:33])
    return (height, width) if sound and depth <= 8 and b"eXIf" not in content[:4096] else None


def pixels(content: bytes) -> np.ndarray:
    """uint8 (h, w, 3), or uint16 (h, w) or (h, w, 3) of a deep one; upright."""
    walked = _walk(content)
    if walked.depth == 16:
        return exif.upright(_numbers(walked, content), walked.orientation)
    with pillow.opened(_needed(walked, content), TITLE) as image:
        return exif.upright(pillow.pixels(image), walked.orientation)


def _walk(content: bytes) -> _Walked:
    """All chunks. Raises Unusable where the first one isn't a header."""
    place, kept, whole, orientation, ended = len(START), [], True, 1, False
    while place + 12 <= len(content) and not ended:
        length, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        end = place + 12 + length
        sound = end <= len(content) and zlib.crc32(content[place + 4 : end - 4]) == int.from_bytes(
            content[end - 4 : end]
        )
        if kind in NEEDED:
            if not sound:
                raise Unusable("cut short" if end > len(content) else "damaged")
            kept.append((place, end))
            ended = kind == b"IEND"
        elif kind == b"eXIf" and sound:
            orientation = exif.orientation(content[place + 8 : end - 4])
        whole &= sound
        place = end
    if not kept or content[kept[0][0] + 4 : kept[0][0] + 8] != b"IHDR" or kept[0][1] - kept[0][0] != 25:
        raise Unusable("cut short" if len(content) < 33 else "damaged")
    head = content[kept[0][0] + 8 :]
    width, height, depth, colour = int.from_bytes(head[:4]), int.from_bytes(head[4:8]), head[8], head[9]
    check_size(width, height)
    if (
        colour not in COLOURS
        or depth not in (1, 2, 4, 8, 16)
        or not any(content[b + 4 : b + 8] == b"IDAT" for b, _ in kept)
    ):
        raise Unusable("damaged")
    return _Walked((height, width), depth, colour, orientation, kept, whole and ended)


def _needed(walked: _Walked, content: bytes) -> bytes:
    """The same picture without whatever else stands in the file."""
    chunks = b"".join(content[begin:end] for begin, end in walked.kept)
    return START + chunks + (b"" if chunks.endswith(END) else END)


def _numbers(walked: _Walked, content: bytes) -> np.ndarray:
    """uint16 (h, w) or (h, w, 3) as they lie."""
    if walked.colour == 0:
        with pillow.opened(_needed(walked, content), TITLE) as image:
            return np.asarray(image).astype(np.uint16)
    import cv2

    values = cv2.imdecode(np.frombuffer(_needed(walked, content), np.uint8), cv2.IMREAD_UNCHANGED)
    if values is None or values.dtype != np.uint16:
        raise Unusable("damaged")
    return values if values.ndim == 2 else values[..., 2::-1]
