"""What is written exists whole or not at all, whoever is killed; what the file system refuses is a sentence."""

import errno
import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from galaxy_core import StorageError, UsageError
from galaxy_core.storage import atomic


def test_files_and_folders_are_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "file"
    for text in ("one", "two"):
        atomic.write(path, lambda aside, text=text: aside.write_text(text) and None)
        assert path.read_text() == text

    def fill(aside: Path) -> None:
        (aside / "inner").mkdir(parents=True)
        (aside / "inner" / "file").write_text("three")

    for _ in range(2):
        atomic.write(tmp_path / "folder", fill)
    assert (tmp_path / "folder" / "inner" / "file").read_text() == "three"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["deep", "folder"]
    assert [one.name for one in path.parent.iterdir()] == ["file"]


def test_a_fill_that_fails_leaves_what_was(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")

    def fill(aside: Path) -> None:
        aside.write_text("half")
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        atomic.write(tmp_path / "file", fill)
    assert (tmp_path / "file").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_what_a_killed_writer_left_is_cleared_and_a_living_one_spared(tmp_path: Path) -> None:
    code = (
        "import pathlib, time; from galaxy_core.storage import atomic\n"
        f"atomic.write(pathlib.Path({str(tmp_path / 'file')!r}), "
        "lambda aside: (aside.write_text('half'), print('in', flush=True), time.sleep(60)))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"in\n"
        atomic.write_json(tmp_path / "file", {"a": 1})
        atomic.sweep(tmp_path)
        assert len(list(tmp_path.glob(".new-*"))) == 1  # it lives
        process.send_signal(signal.SIGKILL)
    atomic.write_json(tmp_path / "file", {"a": 2})
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert atomic.read_json(tmp_path / "file") == {"a": 2}


def test_what_nobody_builds_any_more_is_swept_away_whatever_it_was_to_become(tmp_path: Path) -> None:
    for name in (".new-a-x1", ".new-b-y2", ".old-run", "run", ".other"):
        (tmp_path / name / "inner").mkdir(parents=True)
    atomic.sweep(tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == [".other", "run"]
    atomic.sweep(tmp_path / "absent")


def test_writing_where_locks_are_unknown_works_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", refuse)
    (tmp_path / ".new-file-other").mkdir()
    atomic.write_json(tmp_path / "file", {})
    assert sorted(one.name for one in tmp_path.iterdir()) == [".new-file-other", "file"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "is full: free some space"),
        (errno.EDQUOT, "is full: free some space"),
        (errno.EACCES, "can't be written: check its permissions"),
        (errno.EROFS, "can't be written: check its permissions"),
        (errno.EIO, "can't be used (Input/output error): choose another"),
        (errno.ENAMETOOLONG, "can't be used (File name too long): choose another"),
    ],
)
def test_refusals_are_sentences(number: int, words: str, tmp_path: Path) -> None:
    def fill(aside: Path) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.raises(StorageError) as caught:
        atomic.write(tmp_path / "file", fill)
    assert words in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_an_error_that_is_not_of_the_file_system_stays(tmp_path: Path) -> None:
    def fill(aside: Path) -> None:
        raise OSError("something else")

    with pytest.raises(OSError, match="something else"):
        atomic.write(tmp_path / "file", fill)


def test_a_folder_without_permission_and_a_file_in_the_way(tmp_path: Path, nobody) -> None:
    with nobody(), pytest.raises(StorageError, match="permissions"):
        atomic.write_json(tmp_path / "file", {})
    (tmp_path / "words").write_text("words")
    with pytest.raises(StorageError, match="choose another folder"):
        atomic.write_json(tmp_path / "words" / "file", {})


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "1", '{"a": 1', "\0", '{"a": "\udcff"}'.encode("utf-8", "replace").decode()]
)
def test_json_that_is_none_reads_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(text)
    assert atomic.read_json(tmp_path / "file") in (None, {"a": "?"})
    (tmp_path / "file").write_bytes(b"\xff\xfe")
    assert atomic.read_json(tmp_path / "file") is None
    assert atomic.read_json(tmp_path / "nothing") is None


def test_json_holds_no_nan(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        atomic.write_json(tmp_path / "file", {"a": float("nan")})
    assert not (tmp_path / "file").exists()


def test_room_is_reserved_or_refused(tmp_path: Path) -> None:
    atomic.reserve(tmp_path / "file", 1000)
    with pytest.raises(StorageError, match="is full"), atomic.sentences(tmp_path):
        atomic.reserve(tmp_path / "file", 10**17)


def test_many_new_folders_exist_whole_and_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "runs"
    folders = {root / f"{number}": {"a.json": {"n": number}, "b.json": []} for number in range(40)}
    appeared, replace = [], os.replace
    monkeypatch.setattr(os, "replace", lambda old, new: (appeared.append(new), replace(old, new)))
    atomic.write_new(folders, lasting="a.json")
    assert appeared == [*folders] and sorted(root.iterdir()) == sorted(folders)
    assert all(atomic.read_json(folder / "a.json") == {"n": int(folder.name)} for folder in folders)
    atomic.write_new({}, lasting="a.json")
    with pytest.raises(ValueError):
        atomic.write_new({root / "nan": {"a.json": float("nan")}}, lasting="a.json")
    assert len([*root.iterdir()]) == 40, "nothing half made is left"


def test_what_a_user_names_is_a_file_or_a_pipe(tmp_path: Path) -> None:
    atomic.write_out(tmp_path / "file", lambda path: path.write_text("whole"))
    assert (tmp_path / "file").read_text() == "whole"
    atomic.write_out(Path("/dev/null"), lambda path: path.write_text("gone"))
    assert not Path("/dev/null").is_file()
    with pytest.raises(UsageError, match="is a folder"):
        atomic.write_out(tmp_path, lambda path: None)
