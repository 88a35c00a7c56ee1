"""What the command line writes: one document, tables, a line or a bar of progress."""

import io
import json
import math
import re

import pytest
from rich.console import Console

from galaxy_core.cli import terminal

CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def listen(monkeypatch: pytest.MonkeyPatch, looked_at: bool = False) -> io.StringIO:
    """What goes to stderr from now on: to a file, or to a terminal of 60 columns."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    if looked_at:
        stream.isatty = lambda: True
        for name, value in (("TERM", "xterm"), ("COLUMNS", "60"), ("LINES", "20")):
            monkeypatch.setenv(name, value)
    return stream


def window(width: int) -> Console:
    """A terminal of that many columns."""
    return Console(file=io.StringIO(), width=width, force_terminal=True, color_system="standard")


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
    table = terminal.table(("NAME", "N"), [("one", 5), ("another", None)], right=(1,))
    assert str(table).splitlines() == ["NAME     N", "one      5", "another  –"]


def test_parts_stand_one_under_another():
    table = terminal.table(("A",), [("b",)])
    assert terminal.written(["first", table, "two\nlines"]) == "first\nA\nb\ntwo\nlines"
    assert terminal.written(terminal.paragraphs(["first", "", table])) == "first\n\nA\nb"
    assert terminal.written("") == "" and terminal.written([]) == ""


def test_on_a_terminal_a_table_fits_and_loses_no_word():
    table = terminal.table(
        ("N", "NAME"), [(5, "a name that is much too long for it"), (None, "[red]b[/]\x1b[2J")], (0,)
    )
    seen = terminal.drawn(["first", table], window(30))
    assert "\x1b[1m" in seen, "the heads are bold"
    lines = CODES.sub("", seen).splitlines()
    assert lines[0] == "first" and all(len(line) <= 30 for line in lines) and len(lines) == 5
    assert "anamethatismuchtoolongforit" in re.sub(r"[ 5\n]", "", "".join(lines)), "it is folded, not cut"
    assert r"[red]b[/]\x1b[2J" in "".join(lines), "nothing that was typed means anything"


def test_where_not_even_names_have_room_the_terminal_breaks_the_lines():
    table = terminal.table(("RUN", "TITLE"), [("20261126-150506-cnn-71d7", "CNN, epochs 4, image size 32")])
    assert not table.fits(40) and terminal.drawn(table, window(40)) == f"{table}\n"
    lines = CODES.sub("", terminal.drawn(table, window(48))).splitlines()
    assert lines[1].startswith("20261126-150506-cnn-71d7  CNN, ") and len(lines) == 3


def test_a_very_long_table_is_written_at_once():
    table = terminal.table(("ROW", "P"), [(number, 0.5) for number in range(20_000)])
    assert terminal.drawn(table, window(80)).splitlines() == str(table).splitlines()


def test_a_sentence_is_one_line_of_text(monkeypatch):
    heard = listen(monkeypatch)
    terminal.say("one\n[b]two[/]\x1b[1m")
    assert heard.getvalue() == r"one\n[b]two[/]\x1b[1m" + "\n"


def test_a_sentence_may_have_a_style_on_a_terminal(monkeypatch):
    heard = listen(monkeypatch, looked_at=True)
    sentence = "a sentence of more than sixty letters that nobody breaks, [b] and all"
    terminal.say(sentence, style="bold")
    assert "\x1b[1m" in heard.getvalue() and CODES.sub("", heard.getvalue()) == f"{sentence}\n"


def test_where_lines_cannot_move_progress_is_a_line_now_and_then(monkeypatch):
    heard = listen(monkeypatch)
    with terminal.Progress() as progress:
        for number in range(50):
            progress.show(f"{number} %", number / 50)
    assert heard.getvalue() == "0 %\n"


def test_on_a_terminal_progress_is_a_bar_that_moves_and_goes_away(monkeypatch):
    heard = listen(monkeypatch, looked_at=True)
    now = iter(range(100))
    with terminal.Progress(lambda: float(next(now))) as progress:
        progress.show("1 % [b]", 0.01)
        progress.show("1 % [b]", 0.01)
        progress.show("2 % \x1b[2J", 0.02)
    text = CODES.sub("", heard.getvalue())
    assert text.count("1 % [b]") >= 1 and r"2 % \x1b[2J" in text and "━" in text
    assert "\x1b[2J" not in heard.getvalue()
    assert heard.getvalue().rstrip().endswith(("\x1b[2K", "\x1b[?25h"))


def test_the_pace_goes_by_what_has_come_since_it_began(monkeypatch):
    listen(monkeypatch)
    now = [100.0]
    progress = terminal.Progress(lambda: now[0])
    assert progress.pace(1_000, 10_000) == terminal.Pace(None, None), "what was there already has taken no time"
    for seconds, done in ((101.0, 1_300), (111.0, 4_300)):
        now[0] = seconds
        pace = progress.pace(done, 10_000)
    assert pace == terminal.Pace(300.0, 19.0)


def test_nobody_listening_is_no_error(monkeypatch):
    monkeypatch.setattr("sys.stderr", None)
    terminal.say("hello")
    with terminal.Progress() as progress:
        progress.show("1 %")
