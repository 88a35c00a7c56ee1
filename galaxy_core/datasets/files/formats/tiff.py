"""TIFF: 8, 16 and 32 bits, grey or colour, whole numbers or floats; its first page, turned as it says."""

import numpy as np

from galaxy_core.datasets.files import formats
from galaxy_core.datasets.files.formats import Seen, Unusable, check_size, pillow

TITLE = "TIFF"
ORDER = 4
ENDINGS = (".tif", ".tiff")
ORDERS = {b"II*\0": "little", b"II+\0": "little", b"MM\0*": "big", b"MM\0+": "big"}
WIDTH, HEIGHT, BITS, SAMPLES = 256, 257, 258, 277
SIZES = {1: 1, 3: 2, 4: 4, 16: 8}  # bytes of whole numbers by their type
MOST_TAGS = 1000
MOST_BYTES = 800_000_000  # of pixels, unpacked


def begins(content: bytes) -> bool:
    """Whether it begins as TIFF does, small or big."""
    return content[:4] in ORDERS


def look(content: bytes) -> Seen:
    """Its size and what it holds; it has no check sums, so only unpacking it tells that it is whole."""
    image = pixels(content)
    return Seen((image.shape[0], image.shape[1]), None if image.dtype == np.uint8 else formats.deep(image))


def pixels(content: bytes) -> np.ndarray:
    """uint8 (h, w, 3), or numbers (h, w) or (h, w, 3) of a deep one; upright."""
    tags = _tags(content)
    width, height = tags.get(WIDTH, 0), tags.get(HEIGHT, 0)
    bits, samples = tags.get(BITS, 1), tags.get(SAMPLES, 1)
    check_size(width, height)
    if width * height * samples * bits // 8 > MOST_BYTES:
        raise Unusable(f"it unpacks to more than {MOST_BYTES // 10**6} MB")
    if bits <= 8:
        with pillow.quiet(), pillow.opened(content, TITLE) as image:
            image.load()  # which turns it
            return pillow.pixels(image)
    return _deep(content, f"{samples} × {bits} bits")


def _deep(content: bytes, kind: str) -> np.ndarray:
    """Numbers of more than 8 bits."""
    import cv2

    cv2.utils.logging.setLogLevel(0)  # what libtiff thinks of damaged files
    try:
        values = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise Unusable("damaged") from error
    if values is None:
        raise Unusable(f"damaged, or {kind} packed in a way that isn't read")
    if values.dtype == np.float64:
        values = values.astype(np.float32)
    if values.ndim == 3:
        return np.ascontiguousarray(values[..., 2::-1] if values.shape[2] >= 3 else values[..., 0])
    return values


def _tags(content: bytes) -> dict[int, int]:
    """Whole numbers of the first page's tags: the first of each, by its number."""
    order = ORDERS[content[:4]]
    big = b"+" in content[:4]
    unit, entry, head = (8, 20, 8) if big else (4, 12, 2)

    def number(place: int, size: int) -> int:
        return int.from_bytes(content[place : place + size], "little" if order == "little" else "big")

    start = number(8 if big else 4, unit)
    tags = {}
    for place in range(start + head, start + head + entry * min(number(start, head), MOST_TAGS), entry):
        if place + entry > len(content):
            raise Unusable("cut short")
        size = SIZES.get(number(place + 2, 2), 0)
        count, value = number(place + 4, unit), place + 4 + unit
        if size:
            tags[number(place, 2)] = number(value if size * count <= unit else number(value, unit), size)
    return tags
