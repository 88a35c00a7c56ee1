"""Runs that are put into the queue while the page goes on."""

from collections.abc import Callable

from galaxy_core import DataError, queue

LINES = """
import threading
gate = st.session_state.setdefault("gate", threading.Event())
queueing.told()
if st.button("Start"):
    queueing.begin("A **study**", 260, lambda: gate.wait(30))
"""


def test_the_page_tells_how_many_until_they_are_there(draw: Callable):
    seen = draw(LINES).click("Start")
    assert "Queueing 260 runs: A **study**…" in seen.text
    seen.app.session_state["gate"].set()
    assert seen.app.session_state["submission"].wait(30)
    assert "Queueing" not in seen.run().text and "submission" not in seen.app.session_state


def test_what_went_wrong_is_said(draw: Callable):
    def create() -> None:
        raise DataError("It can’t be. Do otherwise.")

    seen = draw("queueing.told()")
    seen.app.session_state["submission"] = failed = queue.in_background("A", 3, create)
    assert failed.wait(30) and "It can’t be. Do otherwise." in seen.run().text
