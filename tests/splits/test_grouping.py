"""What belongs together; on the sky: tests/test_splits.py and tests/datasets/sky."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import datasets
from galaxy_core.splits import grouping


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[int]]:
    """Two classes of pictures; gives their groups."""
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    draw = np.random.default_rng(0)
    for kind in ("a", "b"):
        (tmp_path / "mine" / kind).mkdir(parents=True)
        for number in range(4):
            noise = Image.fromarray(draw.integers(0, 255, (20, 20, 3), np.uint8))
            noise.save(tmp_path / "mine" / kind / f"{number}.png")
    return lambda: grouping.groups(datasets.open_dataset(str(tmp_path / "mine"))).tolist()


def test_copies_of_files_and_of_pixels_share_a_group(folder: Callable[[], list[int]], tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    assert folder() == [0, 1, 2, 3, 4, 5, 6, 7]
    (mine / "b" / "1.png").write_bytes((mine / "a" / "0.png").read_bytes())
    Image.open(mine / "a" / "2.png").save(mine / "b" / "2.webp", lossless=True)  # the same pixels in other bytes
    assert folder() == [0, 1, 2, 3, 4, 0, 5, 2, 6]


def test_blank_pictures_are_nobodys_copies(folder: Callable[[], list[int]], tmp_path: Path) -> None:
    for kind in ("a", "b"):
        Image.new("RGB", (20, 20), (7, 8, 9)).save(tmp_path / "mine" / kind / "0.png")
    assert folder() == [0, 1, 2, 3, 4, 5, 6, 7]
