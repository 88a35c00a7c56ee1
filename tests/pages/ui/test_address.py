"""Fields whose values stand in the address."""

from collections.abc import Callable

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
