"""Picture files of any size as RGB: plain JPEG files by OpenCV, twice as fast as Pillow and bit for bit the same.

Everything else is read with the care of `datasets.files.pictures`: its formats only, no pixel bombs, upright, what is
transparent black. What isn't surely plain and whole counts as everything else.
"""

import numpy as np

from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import formats, pictures
from galaxy_core.datasets.files.formats import Levels

LARGEST = 64_000_000  # bytes of a file that OpenCV is given
START, FRAMES = b"\xff\xd8", (0xC0, 0xC1, 0xC2)  # sequential and progressive, Huffman coded
HARMLESS = (0xE0, 0xFE, 0xDB, 0xC4, 0xDD)  # JFIF, comment, tables: nothing that turns an image or changes its colours
END = b"\xff\xd9"


def read(path: str, quick: bool = True, levels: Levels | None = None) -> np.ndarray:
    """A picture as uint8 (h, w, 3), red first, upright as its camera meant it. Raises DataError for what is none.

    quick: plain JPEG files by OpenCV, whose libjpeg writes what it thinks of damaged ones to stderr. Numbers of more
    than 8 bits are shown by `levels`, or by what the picture itself holds.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(pictures.LARGEST)
        if quick and (image := _plain(data)) is not None:
            return image
        return pictures.decoded(data, levels)
    except FileNotFoundError as error:
        raise refusals.GONE_PICTURE(path=path) from error
    except pictures.BROKEN as error:
        raise refusals.PICTURE(path=path, why=pictures.words(error)) from error


def _plain(data: bytes) -> np.ndarray | None:
    """The pixels of a plain JPEG file, or None if these bytes aren't surely one."""
    import cv2

    shape = frame(data) if len(data) < LARGEST else None
    if shape is None:
        return None
    flags = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
    image = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    return image if image is not None and image.shape == (*shape, 3) else None


def frame(data: bytes) -> tuple[int, int] | None:
    """(height, width) of a whole JPEG file that both libraries read alike, or None: 8 bits, grey or YCbCr, no EXIF.

    The end mark has to be its last two bytes: a file cut short hasn't got it there.
    """
    if not data.startswith(START) or not data.endswith(END):
        return None
    place = len(START)
    while place + 10 <= len(data) and data[place] == 0xFF:
        kind, size = data[place + 1], int.from_bytes(data[place + 2 : place + 4])
        if kind in FRAMES:
            height, width = (int.from_bytes(data[place + at : place + at + 2]) for at in (5, 7))
            fits = data[place + 4] == 8 and data[place + 9] in (1, 3)
            return (height, width) if fits and 0 < height * width <= formats.MOST_PIXELS else None
        if kind not in HARMLESS:
            return None
        place += 2 + size
    return None
