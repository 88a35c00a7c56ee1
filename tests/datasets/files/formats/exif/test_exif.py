"""How a camera was held, whatever else stands in EXIF."""

import struct

import numpy as np
import pytest
from PIL import Image, ImageOps

from galaxy_core.datasets.files.formats import exif


def block(value: int, kind: int = 3, order: str = "<") -> bytes:
    """An EXIF block whose second tag is the orientation."""
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}I", 8)
    value_bytes = struct.pack(f"{order}H", value) + b"\0\0" if kind == 3 else struct.pack(f"{order}I", value)
    tags = (
        struct.pack(f"{order}HHI4s", 0x10F, 2, 4, b"abc\0") + struct.pack(f"{order}HHI", 0x112, kind, 1) + value_bytes
    )
    return head + struct.pack(f"{order}H", 2) + tags + bytes(4)


@pytest.mark.parametrize("value", range(1, 9))
@pytest.mark.parametrize("order", "<>")
def test_it_is_turned_as_pillow_turns_it(value: int, order: str) -> None:
    assert exif.orientation(exif.HEAD + block(value, order=order)) == value
    lying = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    image = Image.fromarray(lying)
    image.getexif()[0x0112] = value
    found = exif.upright(lying, value)
    assert np.array_equal(found, np.asarray(ImageOps.exif_transpose(image)))
    assert exif.turned((2, 3), value) == found.shape[:2]


@pytest.mark.parametrize(
    "data", [b"", b"words", block(0), block(9), block(6, kind=2), block(6)[:20], b"II*\0" + b"\xff" * 90]
)
def test_what_cannot_be_read_leaves_it_as_it_lies(data: bytes) -> None:
    assert exif.orientation(data) == 1


def test_a_long_is_read_like_a_short() -> None:
    assert exif.orientation(block(6, kind=4)) == 6
