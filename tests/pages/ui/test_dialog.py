"""Dialogs: whether one is open."""

from collections.abc import Callable

from pages.ui import dialog

PAGE = """
watcher.watch()
if st.button("Open"):
    dialog.dialog("Large", width="large")(lambda what: st.write(f"inside {what}"))("it")
"""


def test_one_is_open_until_the_page_is_drawn_anew(draw: Callable):
    seen = draw(PAGE)
    assert not seen.app.session_state[dialog.OPEN]
    seen.click("Open")
    assert seen.app.session_state[dialog.OPEN] and "inside it" in seen.text
    assert not seen.run().app.session_state[dialog.OPEN] and "inside" not in seen.text
