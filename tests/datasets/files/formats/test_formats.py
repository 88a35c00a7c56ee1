"""What every format promises; that damage of any kind ends in words is in `tests/datasets/files/test_mutated.py`."""

import io

import numpy as np
import pytest
from PIL import Image

from galaxy_core.datasets.files import formats
from galaxy_core.datasets.files.formats import Unusable


@pytest.mark.parametrize("module", formats.every(), ids=lambda module: module.TITLE)
def test_every_format_keeps_the_contract(module) -> None:
    assert module.TITLE and all(ending[0] == "." and ending == ending.lower() for ending in module.ENDINGS)
    assert not module.begins(b"") and not module.begins(b"words that are no picture")
    assert set(module.ENDINGS) <= set(formats.endings())
    assert module.TITLE in formats.titles()


def test_no_two_formats_share_an_ending() -> None:
    assert len(set(formats.endings())) == len(formats.endings())


def test_what_is_none_of_them_is_said() -> None:
    with pytest.raises(Unusable, match="not a .*JPEG, .* picture"):
        formats.of(b"GIF89a")
    with pytest.raises(Unusable, match="empty"):
        formats.of(b"")
    with pytest.raises(Unusable, match="9000 × 9000 are 81 million pixels, more than 64 million"):
        formats.check_size(9000, 9000)
    with pytest.raises(Unusable, match="no number"):
        formats.deep(np.full((9, 9), np.nan))


def test_the_first_picture_in_stored_bytes_is_told_by_its_beginning() -> None:
    held = io.BytesIO()
    Image.new("RGB", (30, 20)).save(held, "PNG")
    assert formats.peek(b"junk" + held.getvalue()[:100]) == (20, 30)
    Image.new("RGB", (40, 50)).save(jpeg := io.BytesIO(), "JPEG")
    assert formats.peek(b"junk" + jpeg.getvalue() + held.getvalue()) == (50, 40)
    assert formats.peek(held.getvalue()[:20]) is formats.peek(b"words") is formats.peek(b"") is None
