"""Who was started by a dispatcher brings it back where it was killed; nobody else starts one."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core import runs, training
from galaxy_core.runs import dispatcher
from galaxy_core.storage import lock, processes


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been started."""
    words: list[list[str]] = []
    monkeypatch.setattr(processes, "start", lambda *arguments, **more: words.append(arguments[0]))
    monkeypatch.delenv(dispatcher.VARIABLE, raising=False)
    return words


def test_it_comes_back_only_where_it_is_gone(
    own_runs: Path, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = lock.take(own_runs / ".queue.lock")
    for name, value in dispatcher.environment("galaxy_core.queue", own_runs / ".queue.lock").items():
        monkeypatch.setenv(name, value)
    dispatcher.bring_back()
    assert started == []
    os.close(held)
    dispatcher.bring_back()
    assert started == [["-m", "galaxy_core.queue"]]


@pytest.mark.parametrize("text", [None, "", "galaxy_core.queue", "[]", "{}", "3", '{"module": "x"}', '{"lock": "x"}'])
def test_nobody_is_started_where_none_was(
    text: str | None, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    if text is not None:
        monkeypatch.setenv(dispatcher.VARIABLE, text)
    dispatcher.bring_back()
    assert started == []


def test_a_training_begun_by_hand_leaves_the_queue_alone(own_runs: Path, started: list[list[str]]) -> None:
    first, second = (runs.create(runs.request("sample", "majority")) for _ in range(2))
    assert training.main(first.name) == 0
    assert first.is_finished and second.status == "queued" and started == []


def test_it_is_started_for_real(own_runs: Path, monkeypatch: pytest.MonkeyPatch, until: Callable) -> None:
    for name, value in dispatcher.environment("galaxy_core.queue", own_runs / ".queue.lock").items():
        monkeypatch.setenv(name, value)
    run = runs.create(runs.request("sample", "majority"))
    dispatcher.bring_back()
    until(lambda: run.is_finished, 60)
