"""Waiting for a run: what is said meanwhile, and how it ended."""

from pathlib import Path

import pytest

from galaxy_core import RunError, queue, runs
from galaxy_core.datasets.files import atomic
from galaxy_core.shell import waiting


@pytest.fixture
def queued(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> runs.Run:
    """A run that waits and that nobody works off."""
    monkeypatch.setattr(queue, "ensure", lambda: None)
    return runs.create(runs.request("sample", "majority"))


@pytest.mark.parametrize(
    ("live", "words"),
    [
        ({}, "starting"),
        ({"doing": "preparing images"}, "preparing images"),
        ({"epoch": 3, "epochs": 14, "seconds_left": None}, "epoch 3 of 14"),
        ({"epoch": 3, "epochs": 14, "seconds_left": 130}, "epoch 3 of 14, about 2 minutes left"),
    ],
)
def test_what_a_run_is_doing(live: dict, words: str, queued: runs.Run) -> None:
    atomic.write_json(queued.folder / "live.json", live)
    assert waiting.doing(queued, "running") == words
    assert waiting.doing(queued, "queued") == "waiting for its turn"


def test_it_waits_until_the_run_has_ended(queued: runs.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting.time, "sleep", lambda _: (queued.folder / "cancel").touch())
    assert waiting.until_ended(queued) == "stopped"
    assert "“continue " in waiting.failure({"run": queued.name, "status": "stopped"})
    assert waiting.failure({"run": queued.name, "status": "finished"}) is None
    atomic.write_json(queued.folder / "state.json", {"error": "It was too dark."})
    assert "It was too dark." in waiting.failure({"run": queued.name, "status": "failed"})


def test_a_run_deleted_meanwhile_ends_the_waiting(queued: runs.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting.time, "sleep", lambda _: runs.delete(queued))
    with pytest.raises(RunError, match="deleted"):
        waiting.until_ended(queued)


def test_ctrl_c_says_that_the_run_goes_on(queued: runs.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(waiting.time, "sleep", interrupted)
    with pytest.raises(KeyboardInterrupt, match="goes on"):
        waiting.until_ended(queued)
