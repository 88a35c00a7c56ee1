"""What pictures turned out to be, kept until they change; the folder itself: tests/datasets/test_image_folder.py."""

import time
from pathlib import Path

import pytest
from PIL import Image

from galaxy_core.datasets.files import folder_index, pictures
from galaxy_core.storage import stamps


def look(folder: Path) -> dict[str, pictures.Looked]:
    files = {path.name: stamps.stamp(path) for path in sorted(folder.iterdir())}
    looked, unkept = folder_index.look(folder, files)
    assert not unkept
    return looked


def test_only_what_has_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("a", "ü", "b\udcff"):
        Image.new("RGB", (9, 8), (len(name), 0, 0)).save(folder / f"{name}.png")
    (folder / "words.png").write_bytes(b"words")
    time.sleep(2 * stamps.FRESH / 1e9)
    reads, read = [], pictures.look
    monkeypatch.setattr(pictures, "look", lambda path: reads.append(path.name) or read(path))
    first = look(folder)
    assert first["a.png"].size == (8, 9) and first["words.png"].fault.startswith("not a ")
    assert first["a.png"].digest == first["ü.png"].digest != first["words.png"].digest, "by their bytes alone"
    assert len(reads) == 4 and look(folder) == first and len(reads) == 4
    (folder / "ü.png").unlink()
    Image.new("RGB", (9, 8)).save(folder / "words.png")
    time.sleep(2 * stamps.FRESH / 1e9)
    now = look(folder)
    assert reads[4:] == ["words.png"] and list(now) == ["a.png", "b\udcff.png", "words.png"]
    assert now["words.png"].size == (8, 9) and look(folder) == now and len(reads) == 5
