"""EXIF, read for one thing only: how a camera was held. Whatever else stands in it, and however wrong, does no harm."""

import numpy as np

HEAD = b"Exif\0\0"
ORIENTATION = 0x0112
MOST_TAGS = 500


def orientation(block: bytes) -> int:
    """1 … 8 as EXIF counts them; 1, as it lies, where that can't be read. `block` may begin with HEAD."""
    block = block.removeprefix(HEAD)
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(block[:4])
    if order is None:
        return 1

    def number(place: int, size: int) -> int:
        return int.from_bytes(block[place : place + size], "little" if order == "little" else "big")

    start = number(4, 4)
    for entry in range(min(number(start, 2), MOST_TAGS)):
        place = start + 2 + 12 * entry
        if place + 12 > len(block):
            break
        if number(place, 2) == ORIENTATION:
            size = {1: 1, 3: 2, 4: 4}.get(number(place + 2, 2), 0)
            value = number(place + 8, size)
            return value if 1 <= value <= 8 else 1
    return 1


def turned(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """(height, width) upright of a picture that lies as (height, width)."""
    return (size[1], size[0]) if orientation >= 5 else size


def upright(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """The pixels (h, w, …) as they were seen."""
    if orientation >= 5:
        pixels = np.swapaxes(pixels, 0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return pixels
