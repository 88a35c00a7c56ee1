"""JPEG: nothing beside its pixels makes it damaged, it stands upright, and one that is cut is found from its header."""

import io
import struct

import numpy as np
import pytest
from PIL import Image

from galaxy_core.datasets.files.formats import Unusable, jpeg


def packed(size: tuple[int, int] = (40, 64), **how: object) -> bytes:
    """A JPEG file of noise, (height, width)."""
    held = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 255, (*size, 3), np.uint8)
    Image.fromarray(noise).convert(how.pop("mode", "RGB")).save(held, "JPEG", **how)
    return held.getvalue()


def tagged(data: bytes, *tags: tuple[int, int, int, bytes], more: bytes = b"") -> bytes:
    """The same with an EXIF block of these tags: (number, type, count, four bytes)."""
    body = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHI", *tag[:3]) + tag[3] for tag in tags)
    block = b"Exif\0\0II*\0\x08\0\0\0" + body + b"\0\0\0\0" + more
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + data[2:]


TURNED = (0x112, 3, 1, struct.pack("<HH", 6, 0))
ODD = {
    "a rational -1/0": tagged(packed(), TURNED, (0x11A, 10, 1, struct.pack("<I", 38)), more=struct.pack("<ii", -1, 0)),
    "a unit as text": tagged(packed(), TURNED, (0x128, 2, 2, b"2\0\0\0")),
    "a pointer to nowhere": tagged(packed(), TURNED, (0x8769, 4, 1, struct.pack("<I", 9999))),
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_odd_exif_is_no_damage_and_it_stands_upright(data: bytes) -> None:
    assert jpeg.look(data).size == (64, 40)
    plain = np.asarray(Image.open(io.BytesIO(packed())))
    assert np.array_equal(jpeg.pixels(data), np.rot90(plain, -1))


def test_an_orientation_that_is_none_leaves_it_as_it_lies() -> None:
    data = tagged(packed(), (0x112, 3, 1, struct.pack("<HH", 77, 0)))
    assert jpeg.look(data).size == jpeg.pixels(data).shape[:2] == (40, 64)


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"mode": "L"}, {"mode": "CMYK"}, {"subsampling": 0}])
def test_every_kind_is_read_as_pillow_reads_it(how: dict) -> None:
    data = packed(**how)
    assert jpeg.look(data).size == (40, 64)
    assert np.array_equal(jpeg.pixels(data), np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))


def test_the_end_mark_of_a_preview_is_not_that_of_the_picture() -> None:
    preview = packed((16, 16))
    data = tagged(packed((128, 128), quality=95), TURNED, more=preview)
    assert jpeg.look(data).size == (128, 128)
    with pytest.raises(OSError, match="truncated"):
        jpeg.look(data[: len(preview) + 1500])


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xd9", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\0\0"])
def test_no_scan_is_no_picture(data: bytes) -> None:
    with pytest.raises(Unusable):
        jpeg.look(data)


def test_a_plain_one_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jpeg, "pixels", lambda content: pytest.fail("it was unpacked"))
    for how in ({}, {"mode": "L"}, {"subsampling": 0}, {"optimize": True}, {"quality": 100}):
        jpeg.look(packed(**how))
