"""Pixels through Pillow: black where transparent, deep greys as numbers, large ones in strips."""

import io

import numpy as np
import pytest
from PIL import Image

from galaxy_core.datasets.files.formats import Unusable, pillow


def test_black_where_it_is_transparent() -> None:
    clear = Image.new("RGBA", (4, 4), (200, 100, 50, 0))
    clear.putpixel((1, 2), (200, 100, 50, 255))
    found = pillow.pixels(clear)
    assert found[2, 1].tolist() == [200, 100, 50] and found.sum() == 350


def test_deep_greys_stay_numbers() -> None:
    values = np.arange(16, dtype=np.uint16).reshape(4, 4) * 4000
    assert np.array_equal(pillow.pixels(Image.fromarray(values)), values)


def test_strips_are_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (37, 20, 3), np.uint8)
    monkeypatch.setattr(pillow, "STRIP", 100)
    assert np.array_equal(pillow.pixels(Image.fromarray(noise)), noise)


def test_only_one_format_is_tried_and_no_bomb_is_unpacked() -> None:
    held = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(held, "PNG")
    with pytest.raises(Unusable, match="more than 64 million pixels"):
        pillow.opened(held.getvalue(), "PNG")
    Image.new("1", (10_000, 10_000)).save(held := io.BytesIO(), "PNG")
    with pytest.raises(Unusable, match="100 million pixels, more than 64 million"):
        pillow.opened(held.getvalue(), "PNG")
    with pytest.raises(OSError, match="cannot identify"):
        pillow.opened(held.getvalue(), "JPEG")
