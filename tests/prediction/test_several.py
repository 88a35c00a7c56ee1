"""Many pictures at once: files, folders and archives, in which a bad one spoils no other."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import DataError
from galaxy_core.prediction import several


def png(seed: int = 0) -> bytes:
    held = io.BytesIO()
    Image.fromarray(np.random.default_rng(seed).integers(0, 255, (40, 40, 3), np.uint8)).save(held, "PNG")
    return held.getvalue()


FILES = {
    "b.png": png(1), "deep/a.JPG": b"no picture", "notes.txt": b"words", "__MACOSX/._b.png": b"x", ".hidden.png": b"x",
    "c <b>.png": png(2),
}  # fmt: skip


def archive(files: dict[str, bytes] = FILES) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return held.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        file = tmp_path / "mine" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (tmp_path / "mine.zip").write_bytes(archive())
    return tmp_path


def test_folders_and_archives_hold_the_same_pictures(finished: dict, folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    paths = [folder / "mine", folder / "mine.zip", folder / "mine" / "b.png"]
    answers = several.predict(finished["pca_logistic"], paths, lambda done, total: seen.append((done, total)))
    of_folder, packed, (alone,) = answers[:3], answers[3:6], answers[6:]
    assert [Path(answer["file"]).name for answer in of_folder] == ["b.png", "c <b>.png", "a.JPG"]
    by_name = {Path(answer["file"]).name: answer.get("probabilities") for answer in packed}
    assert all(by_name[Path(answer["file"]).name] == answer.get("probabilities") for answer in of_folder)
    assert alone["probabilities"] == of_folder[0]["probabilities"] and seen[-1] == (7, 7)
    assert sum("error" in answer for answer in answers) == 2


def test_an_upload_is_one_picture_or_an_archive() -> None:
    (alone,) = several.of_upload("b.png", png())
    assert (alone.name, alone.read()) == ("b.png", png())
    names = [picture.name for picture in several.of_upload("all.zip", archive())]
    assert names == ["all.zip/b.png", "all.zip/deep/a.JPG", "all.zip/c <b>.png"]


@pytest.mark.parametrize("content", [b"PK\x03\x04 and nothing", archive()[:-40], archive({"a.txt": b"a"})])
def test_what_is_no_archive_of_pictures_is_a_sentence(content: bytes) -> None:
    with pytest.raises(DataError, match="all.zip can't be unpacked|all.zip holds no picture"):
        several.of_upload("all.zip", content)


def test_a_bomb_and_a_lock_are_rows_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several, "LARGEST", 1000)
    bomb, good = several.of_upload("all.zip", archive({"bomb.png": bytes(2000), "good.png": bytes(900)}))
    assert len(good.read()) == 900
    with pytest.raises(DataError, match="bomb.png is larger than"):
        bomb.read()
    locked = bytearray(archive({"a.png": png()}))
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(DataError, match="locked by a password"):
        several.of_upload("all.zip", bytes(locked))[0].read()


def test_folders_without_pictures_and_absent_paths_are_rows(finished: dict, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    empty, absent = several.predict(finished["majority"], [tmp_path / "empty", tmp_path / "absent.png"])
    assert "holds no picture" in empty["error"] and "is not a file" in absent["error"]


def test_too_many_are_refused_at_once(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(several, "MOST", 2)
    for path in (folder / "mine", folder / "mine.zip"):
        (refused,) = several.of_path(path)
        with pytest.raises(DataError, match="more than 2"):
            refused.read()
