"""Names of Streamlit's own buttons; that they reach a browser's page: tests/browser/test_states.py."""

from collections.abc import Callable


def test_every_page_brings_the_script_that_tells_them_apart(visit: Callable):
    for page in ("home", "runs"):
        bodies = [part.proto.body for part in visit(page).app.get("html")]
        assert sum("window.gxControlNames = true" in body for body in bodies) == 1
