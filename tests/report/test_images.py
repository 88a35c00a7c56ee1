"""Pictures inside the file."""

from base64 import b64decode
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from galaxy_core import DataError, datasets
from galaxy_core.prepare import thumbnails
from galaxy_core.report import images


def pixels(uri: str) -> np.ndarray:
    head, _, data = uri.partition(",")
    assert head == "data:image/jpeg;base64"
    return np.asarray(Image.open(BytesIO(b64decode(data)))).astype(int)


def test_each_row_has_its_own_picture() -> None:
    sample = datasets.open_dataset("sample")
    found = images.uris(sample, [7, 3, 7, np.int64(250)])
    assert set(found) == {3, 7, 250}
    for row, uri in found.items():
        wanted = thumbnails.pick(sample, np.array([row]))[0].astype(int)
        assert pixels(uri).shape == wanted.shape and abs(pixels(uri) - wanted).mean() < 6


def test_more_than_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnails, "FEW", 2)
    assert set(images.uris(datasets.open_dataset("sample"), range(5))) == set(range(5))


def test_none_where_they_cannot_be_had_yet_or_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnails, "find", lambda galaxies: None)
    sample = datasets.open_dataset("sample")
    assert images.uris(replace(sample, quick=False), [1]) == {} and images.uris(sample, []) == {}

    def gone(rows: np.ndarray) -> np.ndarray:
        raise DataError("The file is gone.")

    assert images.uris(replace(sample, read=gone, content="another"), [1]) == {}


def test_grey_images_too() -> None:
    assert pixels(images.data_uri(np.full((9, 9, 1), 100, np.uint8))).shape == (9, 9)
    assert images.picture("data:,", "x") == '<img src="data:," alt="x" width="96" height="96">'
