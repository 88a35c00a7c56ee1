"""Damaged pictures of every format never raise anything but a sentence. The rest is in `test_image_folder.py`."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import AbsentError
from galaxy_core.datasets.files import formats, pictures
from galaxy_core.datasets.files.formats import Levels


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
        if pictures.look(path).size is None:
            refused += 1
            continue
        assert pictures.read(path, (40, 40)).shape == (40, 40, 3), "what is taken for whole can be read"
    assert refused > 50


def test_a_picture_that_vanished_says_so(tmp_path: Path) -> None:
    with pytest.raises(AbsentError, match="any more"):
        pictures.read(tmp_path / "x.png", (8, 8))


def test_no_other_formats_are_ever_tried(tmp_path: Path) -> None:
    for kind in ("GIF", "BMP", "EPS"):
        Image.new("RGB", (20, 20)).save(tmp_path / "x.png", kind)
        assert pictures.look(tmp_path / "x.png").fault == f"not a {formats.titles()} picture"


@pytest.mark.parametrize("size", [(500, 600), (218, 222), (222, 218), (424, 425), (3001, 17)])
def test_a_picture_of_any_other_size_is_fitted(size: tuple[int, int]) -> None:
    assert (pictures.fitted(np.full((*size, 3), 9, np.uint8), (424, 424)) == 9).all()


def test_no_size_s_cut_leaves_the_picture_by_rounding() -> None:
    for height in range(30, 90, 7):
        for width in range(30, 90):
            assert pictures.fitted(np.zeros((height, width, 3), np.uint8), (42, 43)).shape == (42, 43, 3)


def levels(*pairs: tuple[float, float], limit: float = 65535.0) -> Levels:
    return pictures.shown([Levels(low, high, limit) for low, high in pairs])


def test_deep_numbers_are_shown_by_what_most_pictures_hold() -> None:
    assert levels((0, 65535))[:2] == (0, 65535)
    assert levels((25_700, 25_700))[:2] == (0, 65535), "a good part of the range is shown by the range"
    assert levels((40, 1060), (40, 1000), (45, 900))[:2] == (40, 1000)
    assert levels(*[(0, 4095)] * 20, (0, 65535))[:2] == (0, 4095), "one hot pixel makes no folder black"
    assert levels((3, 255))[:2] == (0, 255), "8 bits in a wider file"
    assert levels((0.0, 0.97), limit=0)[:2] == (0, 1)
    assert levels((-0.1, 5.0), limit=0)[:2] == (-0.1, 5.0)
    assert pictures.is_black(Levels(0, 100, 65535), Levels(0, 4095, 65535))
    shown = pictures.stretched(np.array([[np.nan, -1, 0, 2, 9]]), Levels(0, 4, 0))
    assert shown.tolist() == [[0, 0, 0, 128, 255]]
