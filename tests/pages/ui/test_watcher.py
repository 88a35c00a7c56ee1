"""Training, seen from every page."""

from collections.abc import Callable

import pytest

from galaxy_core import runs
from pages.ui import watcher
from tests.pages.stored_runs import copy, running, unfinished

WATCH = "watcher.watch()"


@pytest.mark.parametrize(
    ("live", "share"),
    [({}, None), ({"epochs": 0}, None), ({"epoch": 1, "epochs": 4, "batch": 0, "batches": 5}, 0.0),
     ({"epoch": 3, "epochs": 4, "batch": 5, "batches": 10}, 0.625),
     ({"epoch": 4, "epochs": 4, "batch": 5, "batches": 5}, 1.0)],
)  # fmt: skip
def test_how_much_is_done(live: dict, share: float | None):
    assert watcher.share_done(live) == share


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
