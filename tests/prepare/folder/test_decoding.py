"""Picture files as RGB: the quick way gives what Pillow gives, and takes nothing that isn't plain and whole."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import DataError
from galaxy_core.prepare.folder import decoding


def drawn(height: int, width: int, mode: str = "RGB", seed: int = 0) -> Image.Image:
    """A picture with soft structure, as photographs have."""
    small = np.random.default_rng(seed).integers(0, 256, (height // 4 + 1, width // 4 + 1, 4), np.uint8)
    channels = {"L": 1, "RGB": 3, "RGBA": 4, "CMYK": 4}[mode]
    picture = Image.fromarray(small[..., 0] if channels == 1 else small[..., :channels])
    return picture.convert(mode).resize((width, height), Image.Resampling.BICUBIC)


def packed(picture: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    """The bytes of a file."""
    held = io.BytesIO()
    picture.save(held, kind, **how)
    return held.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., str]:
    """Writes bytes into a file and gives its path."""

    def write(data: bytes, name: str = "x.jpg") -> str:
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    return write


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (17, 33), (100, 57), (424, 424)])
@pytest.mark.parametrize("how", [{}, {"subsampling": 0}, {"subsampling": 1}, {"progressive": True}, {"quality": 100}])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_the_quick_way_is_pillow_s_bit_for_bit(size: tuple[int, int], how: dict, mode: str, file: Callable) -> None:
    data = packed(drawn(*size, mode), **how)
    assert decoding.frame(data) == size
    assert np.array_equal(decoding.read(file(data)), np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))


def test_turned_by_its_camera_it_stands_upright(file: Callable) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = drawn(40, 60)
    data = packed(picture, exif=exif, quality=100)
    assert decoding.frame(data) is None
    assert np.array_equal(
        decoding.read(file(data)), np.rot90(np.asarray(Image.open(io.BytesIO(packed(picture, quality=100)))), -1)
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (packed(drawn(40, 40), exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00"), "EXIF"),
        (packed(drawn(40, 40, "CMYK")), "four channels"),
        (packed(drawn(40, 40)) + bytes(3), "junk at its end"),
        (packed(drawn(40, 40))[:-2], "no end mark"),
        (packed(drawn(40, 40), "PNG"), "PNG"),
        (packed(drawn(40, 40), comment=b"x" * 9)[:30], "a piece"),
        (packed(drawn(40, 40))[:20] + b"\x00" + packed(drawn(40, 40))[21:], "a marker missed"),
        (b"\xff\xd8\xff\xd9", "nothing in it"),
        (b"", "empty"),
    ],
)
def test_everything_else_goes_the_careful_way(data: bytes, why: str) -> None:
    assert decoding.frame(data) is None, why


def test_more_pixels_than_any_picture_has_are_never_unpacked(file: Callable) -> None:
    data = bytearray(packed(drawn(16, 16)))
    place = data.index(b"\xff\xc0")
    data[place + 5 : place + 9] = b"\xff\xff\xff\xff"
    assert decoding.frame(bytes(data)) is None
    with pytest.raises(DataError, match="4,294 million pixels, more than 64 million"):
        decoding.read(file(bytes(data)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.98])
def test_what_was_cut_short_is_refused(kind: str, share: float, file: Callable) -> None:
    data = packed(drawn(200, 200), kind)
    with pytest.raises(DataError, match="x.jpg can't be read"):
        decoding.read(file(data[: int(share * len(data))]))


def test_a_file_of_another_kind_is_refused(file: Callable, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not a .*PNG.* picture"):
        decoding.read(file(packed(drawn(20, 20), "GIF")))
    with pytest.raises(DataError, match="isn't there any more"):
        decoding.read(str(tmp_path / "absent.jpg"))


def test_sixteen_bits_transparency_and_one_pixel(file: Callable) -> None:
    levels = np.linspace(0, 65535, 256).astype(np.uint16).reshape(16, 16)
    read = decoding.read(file(packed(Image.fromarray(levels), "PNG"), "deep.png"))
    assert np.array_equal(read, np.repeat(np.arange(256, dtype=np.uint8).reshape(16, 16, 1), 3, axis=2))
    clear = Image.new("RGBA", (4, 4), (200, 100, 50, 0))
    clear.putpixel((1, 2), (200, 100, 50, 255))
    read = decoding.read(file(packed(clear, "PNG"), "clear.png"))
    assert read[2, 1].tolist() == [200, 100, 50] and read.sum() == 350
    assert decoding.read(file(packed(Image.new("RGB", (1, 1), (9, 8, 7)), "PNG"), "one.png")).tolist() == [[[9, 8, 7]]]


def test_names_that_are_no_text(file: Callable) -> None:
    data = packed(drawn(30, 30))
    assert np.array_equal(decoding.read(file(data, "\udc80 é\n.jpg")), decoding.read(file(data)))
