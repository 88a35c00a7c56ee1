"""The frame of every page."""

from collections.abc import Callable

from tests.pages.visits import plain


def test_a_page_without_a_data_set(draw: Callable):
    seen = draw("frame.page('A <b>title', 'One <b>sentence, **bold**.')")
    assert [found.value for found in seen.app.title] == ["A <b>title"]
    assert "One <b>sentence, bold." in plain(seen.html) and "<b>bold</b>" in seen.html
    assert not seen.app.selectbox


def test_a_page_with_a_data_set_returns_it_open(draw: Callable):
    seen = draw("st.write(frame.dataset_page('T', 'S').n)")
    assert seen.app.markdown[-1].value == "`300`" and seen.field("Data set").value == "sample"


def test_the_style_comes_first(draw: Callable):
    seen = draw("frame.page('T', 'S')")
    assert any(found.proto.body.startswith("<style>") for found in seen.app.get("html"))
