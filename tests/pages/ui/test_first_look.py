"""A folder of very many pictures says how far its first look is."""

from collections.abc import Callable

import pytest

from galaxy_core.datasets import first_look
from galaxy_core.storage import background

WAIT = "first_look.wait('/some/folder')\nst.write('opened')"


def test_what_opens_at_once_is_not_waited_for(draw: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_look, "is_quick", lambda reference: True)
    assert "opened" in draw(WAIT).text


def test_it_says_how_far_it_is(draw: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_look, "job", lambda reference: background.Job(60_000, 240_000, True, started=0.0))
    seen = draw(WAIT)
    assert "60,000 of 240,000 files" in seen.text and "width:25.0%" in seen.html and "opened" not in seen.text


def test_it_is_begun_where_nobody_has_and_a_failure_is_said(draw: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    monkeypatch.setattr(first_look, "is_quick", lambda reference: False)
    monkeypatch.setattr(first_look, "job", lambda reference: None)
    monkeypatch.setattr(first_look, "start", lambda reference: begun.append(reference) or background.Job(0, 0, True))
    assert "looked at for the first time" in draw(WAIT).text and begun == ["/some/folder"]
    failed = background.Job(0, 0, False, error="The disk is full: free some.")
    monkeypatch.setattr(first_look, "job", lambda reference: failed)
    assert "The disk is full: free some." in draw(WAIT).text
