"""The pictures of a folder, one after the other."""

import os
from pathlib import Path

import pytest

from galaxy_core import StorageError
from galaxy_core.prepare.folder.listing import pictures_of


def touch(root: Path, *names: str) -> None:
    """Makes empty files, with their folders."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def names(source: Path, out: Path) -> list[str]:
    """What is found, in order."""
    return [picture.name for picture in pictures_of(source, out)]


def test_pictures_are_found_in_order_and_nothing_else_is(tmp_path: Path) -> None:
    touch(tmp_path, "b.jpg", "a.PNG", "c.JPEG", "d.webp", "e.txt", ".hidden.jpg", "f.jpg/inner.png", "sub/z.jpg")
    touch(tmp_path, "sub/deep/y.jpg", ".hidden/x.jpg", "a sub/w.jpg")
    found = ["a.PNG", "b.jpg", "c.JPEG", "d.webp", "a sub/w.jpg", "f.jpg/inner.png", "sub/z.jpg", "sub/deep/y.jpg"]
    assert names(tmp_path, tmp_path / "nowhere") == found
    first, *_, last = pictures_of(tmp_path, tmp_path / "out")
    assert (first.path, first.target) == (str(tmp_path / "a.PNG"), str(tmp_path / "out" / "a.png"))
    assert last.target == str(tmp_path / "out" / "sub" / "deep" / "y.png")


def test_the_folder_of_results_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path, "a.jpg", "out/a.png", "outer/b.jpg")
    assert names(tmp_path, tmp_path / "out") == ["a.jpg", "outer/b.jpg"]
    monkeypatch.chdir(tmp_path)
    assert names(Path("."), Path("outer/../out")) == ["a.jpg", "outer/b.jpg"]


def test_of_one_stem_the_first_has_no_twin(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "a.b.jpg", "a.png", "a.webp", "sub/a.png", "ab.png")
    twins = {picture.name: picture.twin for picture in pictures_of(tmp_path, tmp_path / "out")}
    assert twins == {
        "a.jpg": None, "a.png": "a.jpg", "a.webp": "a.jpg", "a.b.jpg": None, "ab.png": None, "sub/a.png": None,
    }  # fmt: skip


def test_links_to_folders_are_followed_but_never_in_a_circle(tmp_path: Path) -> None:
    touch(tmp_path, "pictures/a.jpg", "other/d.png")
    (tmp_path / "pictures" / "round").symlink_to(tmp_path / "pictures")
    (tmp_path / "pictures" / "there").symlink_to(tmp_path / "other")
    (tmp_path / "pictures" / "twice").symlink_to(tmp_path / "other")
    (tmp_path / "pictures" / "b.jpg").symlink_to(tmp_path / "pictures" / "a.jpg")
    (tmp_path / "pictures" / "c.jpg").symlink_to(tmp_path / "nowhere")
    assert names(tmp_path / "pictures", tmp_path / "out") == ["a.jpg", "b.jpg", "there/d.png"]
    (tmp_path / "link").symlink_to(tmp_path / "pictures")
    passed = []
    found = pictures_of(tmp_path / "link", tmp_path / "out", passed.append)
    assert [picture.name for picture in found] == ["a.jpg", "b.jpg", "there/d.png"]
    assert [file[:2] for file in passed] == [
        ("c.jpg", "dead link"), ("round", "folder read already"), ("twice", "folder read already"),
    ]  # fmt: skip


def test_a_result_counts_if_it_is_whole_and_not_older(tmp_path: Path) -> None:
    touch(tmp_path, "in/a.jpg")
    (picture,) = pictures_of(tmp_path / "in", tmp_path / "out")
    assert not picture.is_made()
    touch(tmp_path, "out/a.png")
    assert not picture.is_made(), "it is empty"
    (tmp_path / "out" / "a.png").write_bytes(b"PNG")
    assert picture.is_made()
    os.utime(tmp_path / "out" / "a.png", (1, 1))
    assert not picture.is_made(), "the picture is newer"


def test_a_folder_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="can't be read"):
        next(pictures_of(tmp_path / "absent", tmp_path / "out"))


def test_a_dead_link_where_classes_are_was_a_class(tmp_path: Path) -> None:
    touch(tmp_path, "a/1.jpg")
    (tmp_path / "merging").symlink_to("/nowhere/merging")
    (tmp_path / "a" / "2").symlink_to("/nowhere/2")
    passed = []
    assert len(list(pictures_of(tmp_path, tmp_path / "out", passed.append))) == 1
    assert [file[:2] for file in passed] == [("merging", "dead class link"), ("a/2", "dead link")]
