"""A ZIP or tar file opens as what is in it."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import datasets
from tests.datasets.files.broken import write


@pytest.mark.parametrize("kind", ["zip", "gztar", "tar"])
def test_a_packed_folder_of_classes(kind: str, tmp_path: Path) -> None:
    for row, name in enumerate(("a/1", "a/2", "b/1", "b/2")):
        path = tmp_path / "mine" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((16, 16, 3), row, np.uint8)).save(path)
    packed = shutil.make_archive(str(tmp_path / "packed"), kind, tmp_path, "mine")
    galaxies, plain = datasets.open_dataset(packed), datasets.open_dataset(str(tmp_path / "mine"))
    assert (galaxies.name, galaxies.title) == (packed, Path(packed).name)
    assert galaxies.classes == ("a", "b") and galaxies.images([3]).max() == 3
    assert galaxies.identity.images == plain.identity.images
    assert galaxies.notes[-1].startswith("Unpacked into")


def test_a_packed_file(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in" / "x.h5")
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path / "in")
    assert datasets.open_dataset(packed).n == 20
