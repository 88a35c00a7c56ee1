"""What a page raises unexpectedly is a sentence with the name of a log, and no traceback."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import faults
from tests.pages.visits import Visit, plain


def drawn(lines: str) -> str:
    """The words of a page of these lines."""
    app = AppTest.from_string(f"from pages.ui import faults\nfaults.watch()\n{lines}", default_timeout=60).run()
    assert not app.exception
    return plain(" ".join(html.proto.body for html in app.get("html")))


def test_an_unexpected_error_is_a_sentence_with_its_log(own_runs: Path):
    log = own_runs / "errors.log"
    said = drawn("raise ZeroDivisionError('of a page')")
    assert f"{faults.BEGAN}: ZeroDivisionError: of a page. Its traceback stands in {log}." in said
    assert "ZeroDivisionError: of a page" in log.read_text(encoding="utf-8") and "Traceback" in log.read_text()


def test_a_sentence_of_ours_stays_as_it_is(own_runs: Path):
    assert "It is broken: mend it." in drawn(
        "from galaxy_core import DataError\nraise DataError('It is broken: mend it.')"
    )
    assert not (own_runs / "errors.log").exists()


def test_a_visit_of_a_page_that_fails_is_no_visit(own_runs: Path):
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        Visit.draw("faults.watch()\nraise ZeroDivisionError('of a page')")
