"""Choosing a data set of one's own without typing its path."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pages.ui import path_choice

PICK = "st.write('chosen', path_choice.pick())"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a folder of class folders, and one in a folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("mine/a/1.png", "mine/b/1.png", "work/deep/c/1.png", "work/deep/d/1.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_it_begins_at_home_and_shows_what_looks_like_a_data_set(draw: Callable, home: Path) -> None:
    seen = draw(PICK)
    assert str(home) in seen.text and "mine · 2 folders of pictures" in seen.buttons and "work/" in seen.buttons
    assert str(home / "mine") in seen.click("mine · 2 folders of pictures").text


def test_folders_can_be_entered_and_left(draw: Callable, home: Path) -> None:
    seen = draw(PICK).click("work/")
    assert str(home / "work") in seen.text and "deep · 2 folders of pictures" in seen.buttons
    assert "mine · 2 folders of pictures" in seen.click("Up").buttons
    seen.click("work/").click("Home")
    assert "work/" in seen.buttons


def test_a_size_limit_is_said_beforehand(draw: Callable) -> None:
    assert f"up to {path_choice.LARGEST} MB" in draw(PICK).app.get("file_uploader")[0].label
