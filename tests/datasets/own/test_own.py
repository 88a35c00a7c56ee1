"""Data sets of the user's own, remembered by their paths."""

from pathlib import Path

import pytest

from galaxy_core.datasets import own


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_the_last_opened_comes_first_and_the_oldest_are_forgotten(data: Path) -> None:
    assert own.remembered() == []
    for number in range(own.MOST + 2):
        own.remember(f"/a/{number}")
    own.remember("/a/30")
    known = own.remembered()
    assert len(known) == own.MOST and known[:2] == ["/a/30", f"/a/{own.MOST + 1}"] and "/a/0" not in known
    own.forget("/a/30")
    own.forget("/never")
    assert own.remembered() == known[1:]
    (data / "own-datasets.json").write_text('{"paths": [1, "", "/b"]}')
    assert own.remembered() == ["/b"]


def test_whether_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert own.presence("sample") == own.presence(str(tmp_path / "mine")) == own.HERE
    assert own.presence("galaxy10_sdss") == own.ABSENT and own.presence("/no/such") == own.GONE


def test_titles_tell_apart() -> None:
    known = own.titles(["sample", "/a/b/mine", "/a/c/mine", "/a/other.h5"])
    assert known == {
        "sample": "Sample (drawn galaxies)", "/a/b/mine": "b/mine", "/a/c/mine": "c/mine", "/a/other.h5": "other.h5"
    }  # fmt: skip


def test_what_can_be_read() -> None:
    titles = [title for title, _ in own.layouts()]
    assert {"Galaxy10 file", "Folder of images"} <= set(titles) and "Galaxy10 SDSS" not in titles
