"""WebP: read upright, and unpacked to know that it is whole."""

import io

import numpy as np
import pytest
from PIL import Image

from galaxy_core.datasets.files.formats import Unusable, webp


def packed(**how: object) -> bytes:
    """A WebP file of a gradient."""
    held = io.BytesIO()
    ramp = np.linspace(0, 255, 40 * 64 * 3).astype(np.uint8).reshape(40, 64, 3)
    Image.fromarray(ramp).save(held, "WEBP", **how)
    return held.getvalue()


def test_it_is_read_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying, turned = packed(lossless=True), packed(lossless=True, exif=exif)
    assert webp.look(lying).size == (40, 64) and webp.look(turned).size == (64, 40)
    assert np.array_equal(webp.pixels(turned), np.rot90(webp.pixels(lying), -1))


def test_what_is_cut_short_is_said() -> None:
    with pytest.raises(Unusable, match="cut short"):
        webp.look(packed()[:-20])
