"""Very many files are looked at in the background; what was begun goes on."""

from pathlib import Path

import pytest
from PIL import Image

from galaxy_core import datasets
from galaxy_core.datasets import first_look, image_folder
from galaxy_core.datasets.files import folder_index, pictures
from galaxy_core.storage import background, stamps


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two classes of ten pictures."""
    for row in range(20):
        path = tmp_path / "mine" / "ab"[row % 2] / f"{row}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (16, 16), (row, 0, 0)).save(path)
    return tmp_path / "mine"


def test_many_new_files_take_long_and_known_ones_do_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert first_look.is_quick("sample") and first_look.is_quick(str(folder))
    monkeypatch.setattr(first_look, "MANY", 19)
    monkeypatch.setattr(stamps, "FRESH", 0)
    assert not first_look.is_quick(str(folder)) and image_folder.unseen(folder) == 20
    first_look.make(str(folder))
    assert first_look.is_quick(str(folder)) and first_look.job(str(folder)) is None
    monkeypatch.setattr(pictures, "look", lambda path: pytest.fail("it was looked at again"))
    assert datasets.open_dataset(str(folder)).n == 20


def test_it_is_done_by_a_process_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    monkeypatch.setattr(background, "start", lambda target, module, *arguments: begun.append((module, arguments)))
    assert first_look.start(str(folder)).running
    assert begun == [("galaxy_core.datasets.first_look", (str(folder),))]


def test_what_was_looked_at_is_kept_on_the_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_index, "PART", 5)
    monkeypatch.setattr(folder_index, "EVERY", 0.0)
    monkeypatch.setattr(stamps, "FRESH", 0)
    counted, look = [], pictures.look

    def stop_at_twelve(path: Path) -> pictures.Looked:
        if len(counted) == 2:
            raise KeyboardInterrupt
        return look(path)

    monkeypatch.setattr(pictures, "look", stop_at_twelve)
    with pytest.raises(KeyboardInterrupt):
        image_folder.look(folder, lambda done, total: counted.append((done, total)))
    assert counted == [(5, 20), (10, 20)]
    looked = []
    monkeypatch.setattr(pictures, "look", lambda path: looked.append(path) or look(path))
    assert datasets.open_dataset(str(folder)).n == 20 and len(looked) == 10
