"""Pictures are read in any order, as long as they are what they were."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import AbsentError, DataError
from galaxy_core.datasets.files import pictures
from galaxy_core.datasets.files.picture_reader import PictureReader
from galaxy_core.storage import stamps

NAMES = [f"{number}.png" for number in range(5)]


@pytest.fixture
def reader(tmp_path: Path) -> PictureReader:
    """Five even pictures of 20 × 20 pixels, each as bright as ten times its number."""
    for number, name in enumerate(NAMES):
        Image.fromarray(np.full((20, 20, 3), 10 * number, np.uint8)).save(tmp_path / name)
    files = [tmp_path / name for name in NAMES]
    digests = [pictures.look(file).digest for file in files]
    return PictureReader(tmp_path, (20, 20), NAMES, digests, [stamps.stamp(file) for file in files], None)


def test_any_order_and_none(reader: PictureReader):
    assert reader.rows(np.array([3, 0, 4]))[:, 0, 0, 0].tolist() == [30, 0, 40]
    assert reader.rows(np.array([], np.int64)).shape == (0, 20, 20, 3)


def test_a_touched_picture_is_the_same_and_a_changed_one_is_refused(reader: PictureReader):
    os.utime(reader.folder / NAMES[1])
    assert reader.rows(np.array([1]))[0, 0, 0, 0] == 10
    assert reader.stamps[1] == stamps.stamp(reader.folder / NAMES[1]), "it is compared once"
    Image.fromarray(np.full((20, 20, 3), 99, np.uint8)).save(reader.folder / NAMES[1])
    with pytest.raises(DataError, match=NAMES[1]):
        reader.rows(np.array([0, 1]))


def test_one_that_is_gone(reader: PictureReader):
    (reader.folder / NAMES[2]).unlink()
    with pytest.raises(AbsentError, match="isn't there any more"):
        reader.rows(np.array([2]))
