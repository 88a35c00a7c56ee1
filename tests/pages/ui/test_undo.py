"""A deletion that can be undone for ten seconds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core import runs
from galaxy_core.runs import deleted
from tests.pages.stored_runs import running, unfinished

LINES = """
from galaxy_core import runs
undo.offer()
if runs.every():
    run_actions.ask_delete(*runs.every())
"""


def test_it_is_offered_and_undone(draw: Callable, nothing_starts: None):
    some = {unfinished("stopped").name for _ in range(2)}
    seen = draw(LINES).click("Delete them")
    assert runs.every() == [] and "Deleted: 2 runs." in seen.text
    seen.click("Undo")
    assert {run.name for run in runs.every()} == some and "Undo" not in seen.buttons


def test_one_is_named_and_the_offer_ends(draw: Callable, nothing_starts: None, monkeypatch: pytest.MonkeyPatch):
    runs.describe(unfinished("stopped"), "**Mine**")
    seen = draw(LINES).click("Delete it")
    assert "Deleted: “**Mine**”." in seen.text
    monkeypatch.setattr(deleted, "WHILE", 0.0)
    assert "Undo" not in seen.run().buttons and "Deleted:" not in seen.text


def test_too_late_is_a_sentence(draw: Callable, own_runs: Path, nothing_starts: None):
    run = unfinished("stopped")
    seen = draw(LINES).click("Delete it")
    (own_runs / f"{deleted.PREFIX}{run.name}").rename(own_runs / ".old-one")
    button = seen.button("Undo")
    button.click()
    assert "deleted too long ago" in seen.run().text or "Undo" not in seen.buttons


def test_what_is_being_trained_stays(draw: Callable, nothing_starts: None):
    run = unfinished("stopped")
    seen = draw(LINES)
    with running(run):
        assert "is being trained: stop it first." in seen.click("Delete it").text
