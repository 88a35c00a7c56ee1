"""The frame of every page."""

from collections.abc import Callable

import pytest
import streamlit as st

from pages.ui import frame
from tests.pages.visits import plain


def test_a_page_without_a_data_set(draw: Callable):
    seen = draw("frame.page('A <b>title', 'One <b>sentence, **bold**.')")
    assert [found.value for found in seen.app.title] == ["A <b>title"]
    assert "One <b>sentence, bold." in plain(seen.html) and "<b>bold</b>" in seen.html
    assert not seen.app.selectbox


def test_a_page_with_a_data_set_returns_it_open(draw: Callable):
    seen = draw("st.write(frame.dataset_page('T', 'S').n)")
    assert seen.app.markdown[-1].value == "`300`" and seen.field("Data set").value == "sample"


def test_the_style_comes_first_and_before_anything_slow(visit: Callable, monkeypatch: pytest.MonkeyPatch):
    drawn = []
    monkeypatch.setattr(frame.style, "apply", lambda: drawn.append("style"))
    monkeypatch.setattr(frame.panes, "head", lambda *words: drawn.append("title") or st.container())
    monkeypatch.setattr(frame.cache, "warm", lambda: drawn.append("what is slow once"))
    for page in ("home", "inspect"):
        visit(page)
        assert drawn[-3:] == ["style", "title", "what is slow once"]
