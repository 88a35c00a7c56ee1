"""PNG: what stands beside its pixels does no harm, its check sums tell damage, and all 16 bits are there."""

import io
import struct
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from galaxy_core.datasets.files.formats import Unusable, png

NOISE = np.random.default_rng(0).integers(0, 255, (40, 64, 3), np.uint8)


def packed(**how: object) -> bytes:
    """A PNG file of noise."""
    held = io.BytesIO()
    Image.fromarray(NOISE).save(held, "PNG", **how)
    return held.getvalue()


def inserted(kind: bytes, body: bytes, wrong: int = 0) -> bytes:
    """The same with one more chunk behind its header; `wrong`: added to its check sum."""
    data = packed()
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", (zlib.crc32(kind + body) + wrong) % 2**32)
    return data[:33] + chunk + data[33:]


def test_what_stands_beside_the_pixels_does_no_harm() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("history", "x" * 3_000_000, zip=True)
    for data in (
        packed(pnginfo=text),
        inserted(b"tEXt", b"key\0" + b"y" * 2_000_000),
        inserted(b"tEXt", b"key\0value", wrong=1),
        inserted(b"iCCP", b"bad profile"),
        inserted(b"eXIf", b"nonsense"),
    ):
        assert png.look(data).size == (40, 64)
        assert np.array_equal(png.pixels(data), NOISE)


def test_bad_bytes_in_the_middle_are_told_without_unpacking() -> None:
    data = bytearray(packed())
    data[len(data) // 2 : len(data) // 2 + 40] = b"\xff" * 40
    with pytest.raises(Unusable, match="damaged"):
        png.look(bytes(data))
    with pytest.raises(Unusable, match="cut short"):
        png.look(packed()[:-4000])


def test_one_whose_end_mark_alone_is_missing_is_whole() -> None:
    assert png.look(packed()[:-12]).size == (40, 64)
    assert np.array_equal(png.pixels(packed()[:-12]), NOISE)


@pytest.mark.parametrize("shape", [(40, 64), (40, 64, 3), (40, 64, 4)])
def test_sixteen_bits_are_kept_with_what_they_hold(shape: tuple[int, ...]) -> None:
    values = np.random.default_rng(0).integers(40, 1061, shape).astype(np.uint16)
    data = cv2.imencode(".png", values)[1].tobytes()
    assert png.look(data).levels == (values.min() if len(shape) < 3 else values[..., :3].min(), values.max(), 65535)
    expected = values if len(shape) < 3 else values[..., 2::-1]
    assert np.array_equal(png.pixels(data), expected)


def test_turned_as_its_exif_says() -> None:
    turned = b"II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, 0x112, 3, 1, 8, 0, 0)
    data = inserted(b"eXIf", turned)
    assert png.look(data).size == (64, 40)
    assert np.array_equal(png.pixels(data), np.rot90(NOISE))
