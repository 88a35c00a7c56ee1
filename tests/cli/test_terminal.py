"""What the command line writes: one document, tables, one line of progress."""

import io
import json
import math

import pytest

from galaxy_core.cli import terminal


def test_a_document_holds_null_where_a_number_is_not_finite():
    value = {"a": math.nan, "b": [math.inf, 1.5], "c": ("é", None)}
    assert json.loads(terminal.document(value)) == {"a": None, "b": [None, 1.5], "c": ["é", None]}
    assert terminal.document(value).isascii()


@pytest.mark.parametrize(
    ("text", "shown"), [("a\x1b[31mb", "a\\x1b[31mb"), ("two\nlines", "two\\nlines"), ("é→", "é→")]
)
def test_nothing_steers_the_terminal(text, shown):
    assert terminal.plain(text) == shown


def test_a_table_is_aligned_and_says_what_is_missing():
    lines = terminal.table(("NAME", "N"), [("one", 5), ("another", None)], right=(1,)).splitlines()
    assert lines == ["NAME     N", "one      5", "another  –"]


def test_where_lines_cannot_move_progress_is_a_line_now_and_then(monkeypatch):
    heard = io.StringIO()
    monkeypatch.setattr("sys.stderr", heard)
    with terminal.RunScore() as line:
        for number in range(50):
            line.show(f"{number} %")
    assert heard.getvalue() == "0 %\n"


def test_on_a_terminal_the_line_replaces_itself_and_goes_away(monkeypatch):
    heard = io.StringIO()
    heard.isatty = lambda: True
    monkeypatch.setattr("sys.stderr", heard)
    with terminal.RunScore() as line:
        line.show("1 %")
        line.show("1 %")
        line.show("2 %")
    assert heard.getvalue() == "\r1 %\x1b[K\r2 %\x1b[K\r\x1b[K"


def test_nobody_listening_is_no_error(monkeypatch):
    monkeypatch.setattr("sys.stderr", None)
    terminal.say("hello")
