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
    monkeypatch.setattr(thumbnails, "pick", lambda galaxies, rows: None)
    monkeypatch.setattr(thumbnails, "start", asked.append)
    seen = draw("from galaxy_core import datasets\nhome.board(datasets.open_dataset('sample'))")
    assert "are being prepared" in seen.text and not seen.has("board") and [one.name for one in asked] == ["sample"]
