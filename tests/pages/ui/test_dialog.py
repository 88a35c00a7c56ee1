"""Dialogs: whether one is open."""

from collections.abc import Callable

from pages.ui import dialog
from tests.pages.visits import ROOT

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


def test_all_dialogs_are_opened_so():
    opened = [path.name for path in (ROOT / "pages").rglob("*.py") if "st.dialog(" in path.read_text(encoding="utf-8")]
    assert opened == ["dialog.py"]
