"""WebP: lossy and lossless, turned as its EXIF says; the first picture of an animated one."""

import numpy as np

from galaxy_core.datasets.files.formats import Seen, Unusable, exif, pillow

TITLE = "WebP"
ORDER = 3
ENDINGS = (".webp",)
KIND = "WEBP"  # as Pillow calls it


def begins(content: bytes) -> bool:
    """Whether it begins as WebP does."""
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def look(content: bytes) -> Seen:
    """Its size; it has no check sums, so only unpacking it tells that it is whole."""
    height, width = pixels(content).shape[:2]
    return Seen((height, width))


def pixels(content: bytes) -> np.ndarray:
    """uint8 (h, w, 3), upright."""
    if len(content) < int.from_bytes(content[4:8], "little") + 8:
        raise Unusable("cut short")
    with pillow.opened(content, KIND) as image:
        turn = exif.orientation(image.info.get("exif") or b"")
        return exif.upright(pillow.pixels(image), turn)
