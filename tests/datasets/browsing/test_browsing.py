"""What is in a folder, and what of it looks like a data set."""

from pathlib import Path

import pytest

from galaxy_core import StorageError
from galaxy_core.datasets import browsing
from tests.datasets.files.broken import write


def touch(root: Path, *names: str) -> None:
    """Makes empty files, with their folders."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def test_what_looks_like_a_data_set_comes_first(tmp_path: Path) -> None:
    touch(tmp_path, "plain/x.txt", "mine/a/1.png", "mine/b/1.fits", "parts/train/a/1.png", "parts/train/b/1.png")
    touch(tmp_path, "parts/test/a/1.png", "shards/data/x.parquet", "notes.txt", ".hidden/a/1.png", "one.png", "x.zip")
    write(tmp_path / "set.h5")
    found = {place.name: place.looks for place in browsing.inside(tmp_path)}
    assert found == {
        "mine": "2 folders of pictures", "parts": "test and train folders", "shards": "Parquet files",
        "set.h5": "Galaxy10 file", "x.zip": "ZIP or tar", "plain": "",
    }  # fmt: skip
    assert list(found)[-1] == "plain"


def test_a_folder_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="can't be read"):
        browsing.inside(tmp_path / "nowhere")
    assert browsing.looks_like(tmp_path / "nowhere") == ""
    assert browsing.start().is_dir()


def test_a_file_that_is_brought_is_kept_once(data_folder: Path) -> None:
    first = browsing.bring("../my set.h5", b"words")
    assert first == browsing.bring("my set.h5", b"words") and first.read_bytes() == b"words"
    assert data_folder in first.parents and first.name == "my set.h5"
    assert browsing.bring("my set.h5", b"other") != first
