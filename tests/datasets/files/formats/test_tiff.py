"""TIFF of every depth; what is damaged or far too large is refused before it is unpacked."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from galaxy_core.datasets.files.formats import Unusable, tiff

NOISE = np.random.default_rng(0).integers(0, 255, (40, 64, 3), np.uint8)


def packed(pixels: np.ndarray, **how: object) -> bytes:
    """A TIFF file by Pillow."""
    held = io.BytesIO()
    Image.fromarray(pixels).save(held, "TIFF", **how)
    return held.getvalue()


@pytest.mark.parametrize(
    "how", [{}, {"compression": "tiff_lzw"}, {"compression": "tiff_adobe_deflate"}, {"big_tiff": True}]
)
def test_eight_bits(how: dict) -> None:
    data = packed(NOISE, **how)
    assert tiff.look(data).size == (40, 64) and tiff.look(data).levels is None
    assert np.array_equal(tiff.pixels(data), NOISE)


def test_it_is_turned_once() -> None:
    data = packed(NOISE, tiffinfo={274: 6})
    assert tiff.look(data).size == (64, 40)
    assert np.array_equal(tiff.pixels(data), np.rot90(NOISE, -1))


@pytest.mark.parametrize("kind", [np.uint16, np.float32, np.float64])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_deep_ones_keep_their_numbers(kind: type, channels: int) -> None:
    values = (np.random.default_rng(0).random((40, 64, channels)) * 5000).astype(kind)
    data = cv2.imencode(".tif", values if channels > 1 else values[..., 0])[1].tobytes()
    seen, found = tiff.look(data), tiff.pixels(data)
    expected = values[..., 0] if channels == 1 else values[..., 2::-1]
    assert np.allclose(found, expected) and found.dtype != np.float64
    assert seen.levels is not None and np.isclose(seen.levels.high, expected.max())


def test_greys_of_pillow() -> None:
    for values in (np.arange(2560, dtype=np.uint16), np.linspace(-1, 7, 2560, dtype=np.float32)):
        data = packed(values.reshape(40, 64), compression="tiff_adobe_deflate")
        assert np.array_equal(tiff.pixels(data), values.reshape(40, 64))


def test_what_is_damaged_is_refused() -> None:
    with pytest.raises((Unusable, OSError)):
        tiff.look(packed(NOISE)[:2000])
    for data in (b"II*\0", b"II*\0\xff\xff\xff\x7f", b"MM\0+" + bytes(20)):
        with pytest.raises((Unusable, OSError)):
            tiff.look(data)
    large = bytearray(packed(NOISE, tiffinfo={}))
    place = large.index((64).to_bytes(2, "little"), 8)
    large[place : place + 4] = (60_000).to_bytes(4, "little")
    with pytest.raises((Unusable, OSError)):
        tiff.look(bytes(large))
