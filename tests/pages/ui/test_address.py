"""Fields whose values stand in the address."""

from collections.abc import Callable

import pytest

from pages.ui import address

LINES = """
value = address.follow("of", "field", "a", ["a", "b"])
st.selectbox("Field", ["a", "b"], **address.written("of", "field", "a"))
st.caption(f"It is {value}.")
if st.button("Both"):
    address.change({"of": "b", "other": "1"})
if st.button("None"):
    address.change({"of": None, "other": None})
"""


def test_what_is_picked_is_written_and_what_is_written_is_picked(draw: Callable):
    seen = draw(LINES)
    assert "It is a." in seen.text and "of" not in seen.app.query_params
    assert "It is b." in seen.choose("Field", "b").text and seen.app.query_params["of"] == "b"
    seen.app.query_params["of"] = "a"  # as by the browser's back
    assert "It is a." in seen.run().text and seen.field("Field").value == "a"
    seen.app.query_params["of"] = "<script>"
    assert "It is a." in seen.run().text
    assert "of" not in seen.choose("Field", "b").choose("Field", "a").app.query_params


def test_several_at_once(draw: Callable):
    seen = draw(LINES).click("Both")
    assert (seen.app.query_params["of"], seen.app.query_params["other"]) == ("b", "1")
    assert not {"of", "other"} & set(seen.click("None").app.query_params)


PICKED = """
address.follow_picked("class", "rows", 3)
picked = component.choice("rows").picked
address.write_picked("class", picked)
st.caption(f"It is {picked}.")
st.button("Press", on_click=component.pick, args=("rows", 2))
"""


def test_what_is_picked_in_a_component_stands_in_the_address(draw: Callable, monkeypatch: pytest.MonkeyPatch):
    seen = draw(PICKED).click("Press")
    assert "It is 2." in seen.text and seen.app.query_params["class"] == "2"
    seen.app.query_params["class"] = "1"
    assert "It is 1." in seen.run().text
    del seen.app.query_params["class"]  # by the sidebar: what was picked last
    assert "It is 1." in seen.run().text and seen.app.query_params["class"] == "1"
    monkeypatch.setattr(address, "came_back", lambda: True)
    del seen.app.query_params["class"]  # by the browser's back: nothing was picked then
    assert "It is None." in seen.run().text and "class" not in seen.app.query_params
    for wrong in ("3", "-1", "x", "9" * 9):
        seen.app.query_params["class"] = wrong
        assert "It is None." in seen.run().text


KEPT = """
st.caption(f"It is {address.follow('of', 'field', 'a', ['a', 'b'], kept=True)}.")
st.selectbox("Field", ["a", "b"], **address.written("of", "field", "a"))
"""


def test_a_choice_that_is_kept_is_there_again_unless_back_led_elsewhere(
    draw: Callable, monkeypatch: pytest.MonkeyPatch
):
    seen = draw(KEPT).choose("Field", "b")
    seen.app.query_params.clear()
    assert "It is b." in seen.run().text and seen.app.query_params["of"] == "b"
    monkeypatch.setattr(address, "came_back", lambda: True)
    seen.app.query_params.clear()
    assert "It is a." in seen.run().text
