"""Many pictures at once: files, folders and archives, in which a bad one spoils no other."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import DataError, prediction
from galaxy_core.prediction import framing, several
from tests.prediction.test_sources import picture, put, sky


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


def test_a_file_is_one_picture_or_an_archive_whatever_it_is_called(folder: Path) -> None:
    (alone,) = several.of_file(folder / "mine" / "b.png", "mine")
    assert (alone.name, alone.read()) == ("mine", png(1))
    names = [picture.name for picture in several.of_file(folder / "mine.zip", "all")]
    assert names == ["all/b.png", "all/deep/a.JPG", "all/c <b>.png"]


@pytest.mark.parametrize("content", [b"PK\x03\x04 and nothing", archive()[:-40], archive({"a.txt": b"a"})])
def test_what_is_no_archive_of_pictures_is_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(content)
    (refused,) = several.of_file(tmp_path / "kept", "all.zip")
    with pytest.raises(DataError, match=r"all\.zip can't be unpacked|all\.zip holds no picture"):
        refused.read()


def test_a_bomb_and_a_lock_are_rows_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(several, "LARGEST", 1000)
    (tmp_path / "all.zip").write_bytes(archive({"bomb.png": bytes(2000), "good.png": bytes(900)}))
    bomb, good = several.of_path(tmp_path / "all.zip")
    assert len(good.read()) == 900
    with pytest.raises(DataError, match=r"bomb\.png is larger than"):
        bomb.read()
    locked = bytearray(archive({"a.png": png()}))
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    with pytest.raises(DataError, match="locked by a password"):
        several.of_path(tmp_path / "locked.zip")[0].read()


def test_in_its_frame_a_galaxy_off_the_middle_is_seen_as_one_in_it(finished: dict, tmp_path: Path) -> None:
    ready, known = prediction.classifier(finished["pca_logistic"]), framing.learned(finished["pca_logistic"])
    wide = sky(300, 500)
    put(wide, 400, 80, 9)
    Image.fromarray(picture(wide)).save(tmp_path / "wide.png")
    (given,) = several.of_path(tmp_path / "wide.png")
    told, seen = several.framed(ready, given, known)
    assert known and seen.shape[0] == pytest.approx(9 / known.usual, rel=0.25) and "predicted" in told
    assert seen[seen.shape[0] // 2, seen.shape[1] // 2, 0] > 100
    assert several.predict(finished["pca_logistic"], [tmp_path / "wide.png"], in_frame=True) == [told]
    assert several.predict(finished["pca_logistic"], [tmp_path / "wide.png"]) != [told]
    assert several.framed(ready, given, None)[1].shape == (300, 300, 3)
    bad, nothing = several.framed(ready, several.of_path(tmp_path / "absent.png")[0], known)
    assert "is not a file" in bad["error"] and nothing is None


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
