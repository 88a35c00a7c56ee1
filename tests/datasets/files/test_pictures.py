"""Damaged pictures of every format never raise anything but a sentence. The rest is in `test_image_folder.py`."""

import io
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import AbsentError, DataError
from galaxy_core.datasets.files import pictures


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_random_damage_ends_in_words_or_a_sentence(kind: str, tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    whole = io.BytesIO()
    Image.fromarray(random.integers(0, 255, (40, 40, 3), dtype=np.uint8)).save(whole, kind)
    data, path, refused = whole.getvalue(), tmp_path / "x.png", 0
    for number in range(300):
        changed = bytearray(data)
        if number % 3 == 0:
            del changed[random.integers(0, len(changed)) :]
        else:
            for place in random.integers(0, min(len(changed), 300), 4):
                changed[place] = random.integers(0, 256)
        path.write_bytes(bytes(changed))
        found = pictures.check(bytes(changed))
        if isinstance(found, str):
            refused += 1
            continue
        with suppress(DataError):
            assert pictures.read(path, (40, 40)).shape == (40, 40, 3)
    assert refused > 50


def test_a_picture_that_vanished_says_so(tmp_path: Path) -> None:
    with pytest.raises(AbsentError, match="any more"):
        pictures.read(tmp_path / "x.png", (8, 8))


def test_only_three_formats_are_ever_tried(tmp_path: Path) -> None:
    for kind in ("GIF", "TIFF", "BMP", "EPS"):
        Image.new("RGB", (20, 20)).save(tmp_path / "x.png", kind)
        assert pictures.look(tmp_path / "x.png").fault == "not a JPEG, PNG or WebP picture"
