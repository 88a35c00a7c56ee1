"""JPEG: baseline and progressive, grey, colour or CMYK, turned as its EXIF says."""

import re
from dataclasses import dataclass

import numpy as np

from galaxy_core.datasets.files.formats import Seen, Unusable, check_size, exif, pillow

TITLE = "JPEG"
ORDER = 1
ENDINGS = (".jpg", ".jpeg", ".jfif", ".jpe")
START, END = b"\xff\xd8\xff", b"\xff\xd9"
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # none but the end mark stands behind the only scan
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
FRAME, TABLES, QUANTISATION, SCAN, JFIF, ADOBE = 0xC0, 0xC4, 0xDB, 0xDA, 0xE0, 0xEE
ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length


@dataclass
class _Walked:
    """What stands before the first scan: its size, how it was held, where the scan is,
    and what is needed of all that."""

    size: tuple[int, int] = (0, 0)
    orientation: int = 1
    scan: int = 0  # where the first scan begins
    kept: list[tuple[int, int]] | None = None  # (begin, end) of segments that say what pixels are
    plain: bool = True  # surely readable: nothing but a baseline frame and sound tables


def begins(content: bytes) -> bool:
    """Whether it begins as JPEG does."""
    return content.startswith(START)


def look(content: bytes) -> Seen:
    """Its size, from its header. A plain one isn't unpacked; what is unusual in any way is."""
    walked = _walk(content)
    after = MARKER.search(content, walked.scan + 2)
    if not (walked.plain and after and after.group() == END):
        pixels(content)
    return Seen(exif.turned(walked.size, walked.orientation))


def peek(content: bytes) -> tuple[int, int]:
    """(height, width) upright."""
    walked = _walk(content)
    return exif.turned(walked.size, walked.orientation)


def pixels(content: bytes) -> np.ndarray:
    """uint8 (h, w, 3), upright."""
    return reduced(content, 0)


def reduced(content: bytes, side: int) -> np.ndarray:
    """The same at a half, a quarter or an eighth of its size as long as no side is below `side`, 0: as it is. What is
    left out are the higher frequencies of each 8 × 8 block: nearly the mean of its pixels."""
    walked = _walk(content)
    kept = b"".join(content[begin:end] for begin, end in walked.kept or ())
    with pillow.opened(START[:2] + kept + content[walked.scan :], TITLE) as image:
        if side and image.mode in ("L", "RGB"):
            image.draft(image.mode, (side, side))
        return exif.upright(pillow.pixels(image), walked.orientation)


def _walk(content: bytes) -> _Walked:
    """The segments up to the first scan. Raises Unusable where there is no picture in it."""
    walked, kept, place = _Walked(), [], 2
    tables: set[tuple[int, int]] = set()  # (what it is of, its number)
    while place + 4 <= len(content):
        if content[place] != 0xFF:
            walked.plain, place = False, place + 1  # junk between segments, which readers pass over
            continue
        kind = content[place + 1]
        if kind in (0xFF, 0x00, *ALONE):
            place += 1 if kind == 0xFF else 2
            continue
        if kind == END[1]:
            break
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4])
        body = content[place + 4 : end]
        if kind == SCAN:
            walked.scan = place
            walked.plain &= walked.size != (0, 0) and _is_plain_scan(body, tables)
            break
        _understand(walked, kind, body, tables)
        if kind in (JFIF, ADOBE) or not 0xE0 <= kind <= 0xFE:
            kept.append((place, end))
        place = end
    if not walked.scan:
        raise Unusable("cut short")
    check_size(walked.size[1], walked.size[0])
    walked.kept = kept
    return walked


def _understand(walked: _Walked, kind: int, body: bytes, tables: set[tuple[int, int]]) -> None:
    """What one segment says."""
    if kind == 0xE1 and body.startswith(exif.HEAD) and walked.orientation == 1:
        walked.orientation = exif.orientation(body)
    elif kind in FRAMES and len(body) >= 6:
        walked.plain &= kind in (0xC0, 0xC1) and walked.size == (0, 0) and _is_plain_frame(body, tables)
        walked.size = (int.from_bytes(body[1:3]), int.from_bytes(body[3:5]))
    elif kind == TABLES:
        walked.plain &= _are_sound(body, tables)
    elif kind == QUANTISATION:
        walked.plain &= len(body) % 65 == 0 and all(body[at] <= 3 for at in range(0, len(body), 65))
        tables |= {(QUANTISATION, body[at]) for at in range(0, len(body), 65)}
    elif kind == ADOBE:
        walked.plain &= len(body) == 12
    elif not 0xE0 <= kind <= 0xFE and kind != 0xDD:
        walked.plain = False


def _is_plain_frame(body: bytes, tables: set[tuple[int, int]]) -> bool:
    """8 bits; grey, or three colours of usual sampling, whose tables are there."""
    count = body[5]
    parts = [body[6 + 3 * number : 9 + 3 * number] for number in range(count)]
    if body[0] != 8 or count not in (1, 3) or len(body) != 6 + 3 * count or len({part[0] for part in parts}) != count:
        return False
    luma, *chroma = parts
    usual = luma[1] in (0x11, 0x21, 0x22, 0x12) and all(part[1] == 0x11 for part in chroma)
    tables |= {(FRAME, part[0]) for part in parts}
    return usual and all((QUANTISATION, part[2]) in tables for part in parts)


def _is_plain_scan(body: bytes, tables: set[tuple[int, int]]) -> bool:
    """One colour or all three, each of the frame, by tables that are there."""
    count = body[0] if body else 0
    if count not in (1, 3) or len(body) != 4 + 2 * count:
        return False
    parts = [(body[1 + 2 * number], body[2 + 2 * number]) for number in range(count)]
    return tables >= {
        need for name, by in parts for need in ((FRAME, name), (TABLES, by >> 4), (TABLES | 0x100, by & 15))
    }


def _are_sound(body: bytes, tables: set[tuple[int, int]]) -> bool:
    """Whether each Huffman table is one: no more codes of a length than there are, and no impossible difference."""
    place = 0
    while place + 17 <= len(body):
        kind, counts = body[place], body[place + 1 : place + 17]
        symbols = body[place + 17 : place + 17 + sum(counts)]
        code = 0
        for length, count in enumerate(counts, 1):
            code = (code << 1) + count
            if code > 1 << length:
                return False
        difference = kind >> 4 == 0
        if (
            len(symbols) != sum(counts)
            or kind >> 4 > 1
            or kind & 15 > 3
            or (difference and max(symbols, default=0) > 15)
        ):
            return False
        tables.add((TABLES | (0 if difference else 0x100), kind & 15))
        place += 17 + len(symbols)
    return place == len(body)
