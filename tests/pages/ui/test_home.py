"""The parts of Home; the page itself: tests/pages/test_home.py."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from galaxy_core import datasets, tasks
from galaxy_core.prepare import thumbnails
from pages.ui import home


@pytest.mark.parametrize(("k", "word"), [(2, "Two"), (10, "Ten"), (11, "11")])
def test_the_title_counts_the_classes(k: int, word: str):
    sample = datasets.open_dataset("sample")
    assert home.title(replace(sample, task=tasks.task("classes", "abcdefghijk"[:k]))) == f"{word} shapes of galaxies"


def test_a_data_set_that_is_damaged_says_so(visit: Callable, monkeypatch: pytest.MonkeyPatch):
    real = datasets.summary

    def damaged(name: str):
        return replace(real(name), present=True, reason="It is <cut> short.") if name == "galaxy10_sdss" else real(name)

    monkeypatch.setattr(datasets, "summary", damaged)
    seen = visit()
    assert "absent: Galaxy10 SDSS It is here, but can’t be used. It is <cut> short." in seen.text


def test_without_pictures_it_says_where_they_are_made(draw: Callable, monkeypatch: pytest.MonkeyPatch):
    asked = []
    monkeypatch.setattr(home.cache, "_pictures", {})
    monkeypatch.setattr(thumbnails, "pick", lambda galaxies, rows: None)
    monkeypatch.setattr(thumbnails, "start", asked.append)
    seen = draw("from galaxy_core import datasets\nhome.board(datasets.open_dataset('sample'))()")
    assert "are being prepared" in seen.text and not seen.has("board") and [one.name for one in asked] == ["sample"]


def test_grey_squares_stand_where_galaxies_are_being_drawn_until_the_page_is_there(
    draw: Callable, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(home.thumbnails, "find", lambda galaxies: None)
    monkeypatch.setattr(home.cache, "_pictures", {})
    drawn, real = [], home.boards.board
    monkeypatch.setattr(home.boards, "board", lambda *given, key: drawn.append(key) or real(*given, key=key))
    lines = """
from galaxy_core import datasets
draw_galaxies = home.board(datasets.open_dataset('sample'))
st.session_state["at first"] = [board for board in home.drawn]
draw_galaxies()
"""
    monkeypatch.setattr(home, "drawn", drawn, raising=False)
    seen = draw(lines)
    assert seen.app.session_state["at first"] == ["board-empty"] and drawn == ["board-empty", "board"]
    assert seen.has("board") and not seen.has("board-empty") and "are being drawn" not in seen.text
    seen.run()
    assert drawn[2:] == ["board"]  # they are drawn once
