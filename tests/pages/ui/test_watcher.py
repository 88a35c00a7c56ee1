"""Training, seen from every page."""

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st

from galaxy_core import queue, runs
from galaxy_core.runs.states import ended, states
from pages.ui import dialog, text, watcher
from tests.pages.stored_runs import copy, running, unfinished

WATCH = "watcher.watch()"


def test_nothing_is_shown_while_nothing_goes_on(draw: Callable, finished: dict[str, runs.Run]):
    seen = draw(WATCH)
    assert "gx-watch" not in seen.html and not seen.app.toast


def test_what_runs_and_what_waits(draw: Callable, nothing_starts: None):
    with running(unfinished("queued", "cnn", epochs=5)):
        unfinished("queued")
        seen = draw(WATCH)
    assert "1 running, 1 waiting" in seen.text and "CNN, epochs 5" in seen.text and "width:30.0%" in seen.html


@pytest.mark.parametrize(
    ("then", "word"), [("failed", "has failed"), ("stopped", "has stopped"), ("gone", None), ("finished", "is ready")]
)
def test_a_word_when_a_watched_run_has_ended(
    then: str, word: str | None, draw: Callable, nothing_starts: None, finished: dict[str, runs.Run]
):
    run = unfinished("queued")
    seen = draw(WATCH)
    assert not seen.app.toast
    if then == "failed":
        (run.folder / "state.json").write_text('{"error": "No."}')
    elif then == "stopped":
        (run.folder / "cancel").touch()
    else:
        runs.delete(run)
    if then == "finished":
        copy(finished["pca_logistic"], run.folder.parent, name=run.name)
    told = [toast.value for toast in seen.run().app.toast]
    assert len(told) == (word is not None) and all(word in one for one in told)
    assert not seen.run().app.toast  # said once


@pytest.mark.parametrize("then", ["failed", "stopped"])
def test_a_run_that_began_and_ended_between_two_looks(then: str, draw: Callable, nothing_starts: None):
    unfinished("stopped")  # before the session: nothing is said of it
    seen = draw(WATCH)
    assert not seen.app.toast
    unfinished(then, "majority")
    assert [toast.value for toast in seen.run().app.toast] == [f"Majority baseline has {then}."]
    assert not seen.run().app.toast and not draw(WATCH).app.toast


def test_a_run_that_goes_on_ends_once_more(draw: Callable, nothing_starts: None):
    run = unfinished("stopped")
    seen = draw(WATCH)
    (run.folder / "cancel").unlink()
    assert "1 waiting" in seen.run().text
    (run.folder / "cancel").touch()
    assert len(seen.run().app.toast) == 1


def test_a_finished_run_stopped_on_its_way_to_more_epochs_has_stopped(
    draw: Callable, nothing_starts: None, trained: dict[str, runs.Run]
):
    queue.resume(trained["cnn"], 4)
    seen = draw(WATCH)
    queue.stop(trained["cnn"])
    (toast,) = [toast.value for toast in seen.run().app.toast]
    assert toast.endswith("has stopped.")


def test_a_title_is_text_also_in_a_toast(draw: Callable, nothing_starts: None):
    run = unfinished("queued")
    runs.describe(run, "**x** :material/home: $y$ [a](b)")
    seen = draw(WATCH)
    (run.folder / "cancel").touch()
    (toast,) = [toast.value for toast in seen.run().app.toast]
    assert toast == text.literal("**x** :material/home: $y$ [a](b)") + " has stopped."


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Grows by one for each page that is drawn anew."""
    drawn: list[bool] = []
    monkeypatch.setattr(st, "rerun", lambda: drawn.append(True))
    return drawn


@pytest.mark.parametrize(
    ("lists_going", "change", "is_seen"),
    [
        (True, lambda run: unfinished("queued", "majority"), True),
        (False, lambda run: unfinished("queued", "majority"), False),
        (False, lambda run: (run.folder / "cancel").touch(), True),
        (False, lambda run: runs.describe(run, "A title"), False),
        (True, lambda run: runs.describe(run, "A title"), True),
    ],
)
def test_a_look_draws_the_page_anew_where_that_shows_what_has_changed(
    lists_going: bool, change: Callable, is_seen: bool, anew: list[bool], nothing_starts: None
):
    run = unfinished("queued")
    drawn = states() if lists_going else ended(states())
    watcher._panel(drawn, lists_going)
    assert not anew
    change(run)
    watcher._panel(drawn, lists_going)
    assert bool(anew) == is_seen


def test_no_look_closes_an_open_dialog(anew: list[bool], nothing_starts: None, monkeypatch: pytest.MonkeyPatch):
    drawn = states()
    unfinished("queued")
    monkeypatch.setattr(dialog, "is_open", lambda: True)
    watcher._panel(drawn, True)
    assert not anew


def test_a_page_looks_every_two_seconds_also_where_nothing_goes_on(draw: Callable, own_runs: Path, monkeypatch):
    looks = []
    real = st.fragment
    monkeypatch.setattr(st, "fragment", lambda panel, run_every=None: looks.append(run_every) or real(panel))
    draw(WATCH)
    assert looks == [watcher.EVERY]


def test_many_that_ended_at_once_are_counted(draw: Callable, nothing_starts: None):
    seen = draw(WATCH)
    for _ in range(watcher.MOST + 3):
        unfinished("stopped", "majority")
    told = [toast.value for toast in seen.run().app.toast]
    assert len(told) == watcher.MOST + 1 and told[-1] == "3 more runs ended."
