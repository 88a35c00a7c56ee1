"""Runs that are put into the queue in the background."""

import threading
from pathlib import Path

import pytest

from galaxy_core import DataError, queue, runs
from galaxy_core.queue import submitting


def test_it_returns_at_once_and_ends_when_all_are_there(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submitting, "ensure", lambda: None)
    gate = threading.Event()

    def create() -> None:
        assert gate.wait(30)
        runs.create_all([runs.request("sample", "majority", seed=seed) for seed in range(3)])

    submission = queue.in_background("Three", 3, create)
    assert not submission.wait(0) and not submission.has_ended and runs.every() == []
    gate.set()
    assert submission.wait(30) and submission.error == "" and len(runs.every()) == 3


@pytest.mark.parametrize("error", [DataError("It can't be."), ValueError("x")])
def test_what_goes_wrong_is_a_sentence(error: Exception, own_runs: Path) -> None:
    def create() -> None:
        raise error

    submission = submitting.in_background("None", 1, create)
    assert submission.wait(30)
    assert submission.error == "It can't be." or "could not be put into the queue" in submission.error
