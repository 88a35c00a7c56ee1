"""What a folder of class folders holds, and what of it isn't read;
how its layouts are refused is in `test_image_folder`."""

import os
from pathlib import Path

from galaxy_core.datasets.files import class_folders, left_out


def touch(root: Path, *names: str) -> None:
    """Makes empty files, with their folders."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def test_nothing_is_passed_over_in_silence(tmp_path: Path) -> None:
    touch(tmp_path, "a/1.png", "a/2.jfif", "a/3.JPE", "a/4", "a/5.gif", "a/.6.png", "a/more/7.png", "a/more/deep/8.png")
    touch(tmp_path, "b/1.jpg", "readme.md", "loose.png", ".git/config", "lost+found/x", "b/@eaDir/1.png", "b/Thumbs.db")
    os.symlink("/nowhere/9.png", tmp_path / "a" / "9.png")
    os.symlink("/nowhere/merging", tmp_path / "merging")
    os.symlink(tmp_path / "b", tmp_path / "c")
    found = class_folders.listing(tmp_path)
    assert found.kinds == ("a", "b", "c")
    assert list(found.stamps) == ["a/1.png", "a/2.jfif", "a/3.JPE", "b/1.jpg", "c/1.jpg"]
    assert found.labels == [0, 0, 0, 1, 2] and found.parts == []
    assert left_out.counts(found.left_out) == {
        "system": 5, "hidden": 2, "folder below": 2, "no ending": 1, ".gif": 1, "dead link": 1, ".md": 1,
        "beside the classes": 1, "dead class link": 1,
    }  # fmt: skip


def test_folders_called_as_the_parts_of_a_split_say_which_part_a_picture_is_in(tmp_path: Path) -> None:
    touch(tmp_path, "train/a/1.png", "train/b/1.png", "Val/a/2.png", "test/a/3.png", "test/b/3.png", "labels.csv")
    found = class_folders.listing(tmp_path)
    assert found.kinds == ("a", "b")
    assert list(found.stamps) == ["train/a/1.png", "train/b/1.png", "Val/a/2.png", "test/a/3.png", "test/b/3.png"]
    assert (found.labels, found.parts) == ([0, 1, 0, 0, 1], [0, 0, 1, 2, 2])
    assert left_out.counts(found.left_out) == {".csv": 1}


def test_classes_may_be_called_as_parts_are(tmp_path: Path) -> None:
    touch(tmp_path, "train/1.png", "test/1.png")
    assert class_folders.listing(tmp_path).kinds == ("test", "train")
