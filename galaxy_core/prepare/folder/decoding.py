"""Picture files of any size as RGB: plain JPEG files by OpenCV, twice as fast as Pillow and bit for bit the same.

Everything else is Pillow's, with the care of `datasets.files.pictures`: three formats only, no pixel bombs, upright,
16-bit greys by their range, what is transparent black. What isn't surely plain and whole counts as everything else.
"""

import os

import numpy as np

from galaxy_core import DataError
from galaxy_core.datasets.files import pictures

LARGEST = 64_000_000  # bytes of a file that OpenCV is given
START, FRAMES = b"\xff\xd8", (0xC0, 0xC1, 0xC2)  # sequential and progressive, Huffman coded
HARMLESS = (0xE0, 0xFE, 0xDB, 0xC4, 0xDD)  # JFIF, comment, tables: nothing that turns an image or changes its colours
END = b"\xff\xd9"


def read(path: str, quick: bool = True) -> np.ndarray:
    """A picture as uint8 (h, w, 3), red first, upright as its camera meant it. Raises DataError for what is none.

    quick: plain JPEG files by OpenCV, whose libjpeg writes what it thinks of damaged ones to stderr.
    """
    try:
        with open(path, "rb") as file:
            if quick and os.fstat(file.fileno()).st_size < LARGEST:
                if (image := _plain(file.read())) is not None:
                    return image
                file.seek(0)
            with pictures.opened(file) as opened:
                return np.asarray(pictures.rgb(opened))
    except FileNotFoundError as error:
        raise DataError(f"{path} isn't there any more: put it back, or leave it out.") from error
    except pictures.BROKEN as error:
        raise DataError(f"{path} can't be read ({pictures.words(error)}): replace it or take it away.") from error


def _plain(data: bytes) -> np.ndarray | None:
    """The pixels of a plain JPEG file, or None if these bytes aren't surely one."""
    import cv2

    shape = frame(data)
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
            return (height, width) if fits and 0 < height * width <= pictures.MOST_PIXELS else None
        if kind not in HARMLESS:
            return None
        place += 2 + size
    return None
