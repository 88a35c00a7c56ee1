"""`predict RUN FILE…`"""

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.test_layers import HEAVY


@pytest.fixture
def good(tmp_path) -> bytes:
    """A picture, as the bytes of a PNG."""
    held = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (90, 60, 3), dtype=np.uint8)).save(held, "PNG")
    return held.getvalue()


def bad_files(folder, good: bytes) -> dict[str, bytes]:
    """Files that aren't whole pictures, by name."""
    bad = {
        "empty.png": b"", "text.jpg": b"<html>", "cut.png": good[: len(good) // 2],
        "garbled.png": good[:60] + bytes(200) + good[260:], "header.png": good[:8],
        "evil\x1b[31m\n<b>.png": b"x",
    }  # fmt: skip
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    return bad


def test_bad_files_spoil_no_good_one(trained, tmp_path, good):
    bad = bad_files(tmp_path, good)
    (tmp_path / "good <b>\x1b[31m.png").write_bytes(good)
    (tmp_path / "none").mkdir()
    files = [
        *(tmp_path / name for name in bad),
        tmp_path / "none",
        tmp_path / "absent.png",
        tmp_path / "good <b>\x1b[31m.png",
    ]
    answer = trained("predict", "latest", *files, "--json")
    assert (answer.code, answer.err) == (0, "")
    assert [one["file"] for one in answer.json] == [str(file) for file in files]
    assert all(set(one) == {"file", "error"} for one in answer.json[:-1])
    found = answer.json[-1]
    views = {"views_mean", "views_spread", "views_agree"}
    assert set(found) == {"file", "predicted", "probabilities", "certainty", "distance", *views}
    assert list(found["probabilities"]) == trained.inside("show", "latest", "--json").json["classes"]
    assert sum(found["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert found["probabilities"][found["predicted"]] == max(found["probabilities"].values())


def test_text_has_a_line_for_each_file_whatever_its_name(trained, tmp_path, good):
    bad = bad_files(tmp_path, good)
    (tmp_path / "good\n.png").write_bytes(good)
    answer = trained("predict", "latest", *(tmp_path / name for name in [*bad, "good\n.png"]))
    assert (answer.code, answer.err) == (0, "")
    assert len(answer.out.splitlines()) == len(bad) + 1
    assert "\x1b" not in answer.out
    assert " %, " in answer.out.splitlines()[-1]


def test_folders_and_archives_and_a_table_of_the_answers(trained, tmp_path, good):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.png").write_bytes(good)
    (tmp_path / "mine" / "bad.png").write_bytes(b"no")
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as packed:
        packed.writestr("inside.png", good)
    table = tmp_path / "answers.csv"
    answer = trained.inside("predict", "latest", tmp_path / "mine", tmp_path / "mine.zip", "--csv", table, "--json")
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    assert [row["file"] for row in rows] == [found["file"] for found in answer.json]
    assert [Path(row["file"]).name for row in rows] == ["a.png", "bad.png", "inside.png"]
    assert [bool(row["error"]) for row in rows] == [False, True, False]
    assert rows[0]["predicted"] == rows[2]["predicted"] == answer.json[0]["predicted"]
    framed = trained.inside("predict", "latest", tmp_path / "mine", "--framed", "--json").json
    assert [answer["file"] for answer in framed] == [row["file"] for row in rows[:2]] and "error" in framed[1]
    refused = trained.inside("predict", "latest", tmp_path / "mine", "--csv", tmp_path)
    assert refused.code == 2 and "is a folder" in refused.sentence


def test_no_file_at_all_that_can_be_classified_is_a_failure(trained, tmp_path):
    answer = trained("predict", "latest", tmp_path / "a.png", tmp_path / "b.png", "--json")
    assert answer.code == 1
    assert len(answer.json) == 2
    assert answer.sentence == "None of the 2 files could be classified."
    answer = trained("predict", "latest", tmp_path / "a.png")
    assert (answer.code, answer.out) == (1, "")
    assert "a.png is not a file" in answer.sentence


def test_it_agrees_with_the_stored_predictions(trained, tmp_path):
    """An image of the data set, saved as a PNG and read from outside, is the same image."""
    stored = trained.inside("predictions", "latest", "--json").json[:3]
    images = np.load(next((trained.data / "sample").glob("*.npy")), mmap_mode="r")
    for one in stored:
        Image.fromarray(images[one["row"]]).save(tmp_path / f"{one['row']}.png")
    found = trained("predict", "latest", *(tmp_path / f"{one['row']}.png" for one in stored), "--json").json
    for one, again in zip(stored, found, strict=True):
        assert again["predicted"] == one["predicted"]
        assert list(again["probabilities"].values()) == pytest.approx(list(one["probabilities"].values()), abs=1e-3)


def test_one_picture_needs_nothing_that_trains(trained, tmp_path, good):
    (tmp_path / "good.png").write_bytes(good)
    loaded = trained.loads("predict", "latest", tmp_path / "good.png", "--json")
    assert loaded & (HEAVY - {"cv2", "onnx", "onnxruntime", "scipy"}) == set() and "onnxruntime" in loaded


def test_votes_are_told_with_fractions_intervals_and_the_path_in_words(of_votes, voted, tmp_path, good):
    (tmp_path / "good.png").write_bytes(good)
    file, absent = tmp_path / "good.png", tmp_path / "absent.png"
    sure, plain = (
        of_votes.inside("predict", voted[name].name, file, absent, "--json").json for name in ("cnn", "column_mean")
    )
    for found, bad in (sure, plain):
        assert set(found) == {"file", "fractions", "intervals", "path", "distance"} and set(bad) == {"file", "error"}
        assert len(found["fractions"]) == 37 and " of 100 volunteers would say “" in found["path"]
    assert plain[0]["intervals"] is None and sure[0]["intervals"].keys() == sure[0]["fractions"].keys()
    told = of_votes.inside("predict", voted["cnn"].name, file)
    assert told.code == 0 and told.out.strip().endswith(f"good.png: {sure[0]['path']}")
