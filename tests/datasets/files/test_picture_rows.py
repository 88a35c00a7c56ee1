"""Pictures of one folder as rows."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import AbsentError, DataError, StorageError
from galaxy_core.datasets.files import picture_rows
from galaxy_core.datasets.files.picture_rows import PictureRows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five pictures, one of another size, one damaged, and what is no picture."""
    for number, side in enumerate((10, 10, 10, 20)):
        Image.new("RGB", (side, side), (50 * number, 0, 0)).save(tmp_path / f"{number}.png")
    (tmp_path / "4.png").write_bytes(b"no")
    (tmp_path / ".hidden.png").touch()
    (tmp_path / "notes.txt").touch()
    return tmp_path


def opened(folder: Path, *names: str) -> PictureRows:
    return picture_rows.opened(folder, names, picture_rows.listed(folder))


@pytest.mark.usefixtures("data_folder")
def test_rows_are_the_pictures_in_the_order_that_was_asked_for(folder: Path) -> None:
    shown = opened(folder, "3.png", "1.png", "4.png", "2.png", "1.png")
    assert sorted(picture_rows.listed(folder)) == ["0.png", "1.png", "2.png", "3.png", "4.png"]
    assert shown.rows.tolist() == [0, 1, 3, 4] and shown.names == ["3.png", "1.png", "2.png", "1.png"]
    assert shown.shape == (10, 10) and len(shown.notes) == 2
    assert shown.notes[0].startswith("1 picture was skipped: 4.png (") and "scaled to 10 × 10" in shown.notes[1]
    assert shown.read(np.array([0, 2, 3]))[:, 5, 5, 0].tolist() == [150, 100, 50]
    assert opened(folder, "1.png", "2.png").content != opened(folder, "2.png", "1.png").content


@pytest.mark.usefixtures("data_folder")
def test_a_picture_that_changes_or_goes_is_said(folder: Path) -> None:
    shown = opened(folder, "0.png", "1.png", "2.png")
    same = (folder / "0.png").read_bytes()
    (folder / "0.png").write_bytes(same)  # touched, not changed
    assert shown.read(np.array([0])).shape == (1, 10, 10, 3)
    Image.new("RGB", (10, 10), "white").save(folder / "1.png")
    with pytest.raises(DataError, match="1.png has changed since"):
        shown.read(np.array([1]))
    (folder / "2.png").unlink()
    with pytest.raises(AbsentError, match="isn't there any more"):
        shown.read(np.array([2]))


@pytest.mark.usefixtures("data_folder")
def test_nothing_to_read_is_a_sentence(folder: Path) -> None:
    with pytest.raises(DataError, match="has no picture that can be read"):
        opened(folder, "4.png")
    with pytest.raises(StorageError, match="can't be read"):
        picture_rows.listed(folder / "elsewhere")
