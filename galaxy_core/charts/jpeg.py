"""Images as JPEG data URIs, for components, pages and the report."""

from base64 import b64encode
from functools import lru_cache
from io import BytesIO

import numpy as np

QUALITY = 85


def data_uri(image: np.ndarray, side: int | None = None, grey: bool = False) -> str:
    """A JPEG data URI of a uint8 image (h, w, 3) or (h, w); `side` shrinks it to at most that many pixels."""
    image = np.ascontiguousarray(image)
    if image.dtype != np.uint8 or image.ndim not in (2, 3):
        raise ValueError(f"A thumbnail is made of uint8 (h, w, 3) or (h, w), not {image.dtype} {image.shape}.")
    if image.ndim == 3 and image.shape[2] == 1:
        image = image[:, :, 0]
    return _encode(image.tobytes(), image.shape, side, grey)


def once(image: np.ndarray, side: int) -> str:
    """The same of a large image, uint8 (h, w, 3), that isn't shown again and again: nothing of it is kept."""
    import cv2

    height, width = image.shape[:2]
    if (share := side / max(height, width)) < 1:
        size = max(1, round(width * share)), max(1, round(height * share))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return _encoded(np.ascontiguousarray(image).tobytes(), image.shape, None, False)


def _encoded(pixels: bytes, shape: tuple[int, ...], side: int | None, grey: bool) -> str:
    from PIL import Image  # not at import: pages open without it

    image = Image.fromarray(np.frombuffer(pixels, np.uint8).reshape(shape))
    if side and max(shape[:2]) > side:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
    if grey:
        image = image.convert("L")
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY)
    return "data:image/jpeg;base64," + b64encode(file.getvalue()).decode()


_encode = lru_cache(maxsize=1024)(_encoded)
