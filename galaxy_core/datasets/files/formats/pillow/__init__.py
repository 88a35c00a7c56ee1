"""Pictures through Pillow: opened as one format only, as 8-bit RGB with black where they are transparent."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PIL import Image

from galaxy_core.datasets.files import formats

STRIP = 8_000_000  # pixels that are copied at once, so that a large picture isn't in memory three times


@contextmanager
def quiet() -> Iterator[None]:
    """Without warnings: of bombs, which are refused, and of tags that nobody needs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def opened(content: bytes, kind: str) -> Image.Image:
    """A picture whose header has been read. Raises Unusable for far too many pixels."""
    try:
        with quiet():
            image = Image.open(io.BytesIO(content), formats=(kind,))
    except Image.DecompressionBombError as error:
        raise formats.Unusable(f"far more than {formats.MOST_PIXELS // 10**6} million pixels") from error
    formats.check_size(image.width, image.height)
    return image


def pixels(image: Image.Image) -> np.ndarray:
    """Its pixels as they lie: numbers (h, w) of a deep grey one, else uint8 (h, w, 3), red first."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return np.asarray(image)
    if image.has_transparency_data:
        black = Image.new("RGBA", image.size, "black")
        return np.asarray(Image.alpha_composite(black, image.convert("RGBA")).convert("RGB"))
    image.load()
    if image.mode != "RGB":
        image = image.convert("RGB")
    if image.width * image.height <= STRIP:
        return np.asarray(image)
    out, step = np.empty((image.height, image.width, 3), np.uint8), max(1, STRIP // image.width)
    for top in range(0, image.height, step):
        out[top : top + step] = np.asarray(image.crop((0, top, image.width, min(top + step, image.height))))
    return out
