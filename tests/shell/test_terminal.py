"""What the shell writes: documents, tables, a line that changes."""

import io
import json
import math

import numpy as np
import pytest

from galaxy_core.shell import terminal


def test_a_document_is_ascii_and_knows_no_nan() -> None:
    text = terminal.document({"é": [1.5, math.nan, -math.inf, (2, None)], 3: "“x”"})
    assert text.isascii() and json.loads(text) == {"é": [1.5, None, None, [2, None]], "3": "“x”"}
    with pytest.raises(TypeError):
        terminal.document(np.int64(3))


def test_a_table_escapes_what_steers_a_terminal() -> None:
    text = terminal.table(("name", "n"), [("a\x1b[31m", 5), (None, 12)], right=(1,))
    assert text.splitlines() == ["name        n", "a\\x1b[31m   5", "–          12"]


def test_a_line_now_and_then_where_it_cannot_change(capsys: pytest.CaptureFixture) -> None:
    with terminal.Line() as line:
        for words in ("first", "first", "second"):
            line.show(words)
    assert capsys.readouterr().err == "first\n", "less than a second has passed"


def test_a_line_that_changes_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    screen.isatty = lambda: True
    monkeypatch.setattr("sys.stderr", screen)
    with terminal.Line() as line:
        line.show("first")
        line.show("second")
    assert screen.getvalue() == "\rfirst\x1b[K\rsecond\x1b[K\r\x1b[K"


def test_nobody_there_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    terminal.say("a sentence")
    with terminal.Line() as line:
        line.show("words")
