"""Runs as processes of this computer: they inherit the lock, and end by signals where a cancel isn't enough."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core import runs
from galaxy_core.backends import local
from galaxy_core.storage import lock

STUCK = "import sys, time\nif 'galaxy_core.training' in sys.orig_argv: time.sleep(600)\n"  # looks at no file


@pytest.fixture
def run(own_runs: Path) -> runs.Run:
    """A run that nobody works off."""
    return runs.create(runs.request("sample", "majority"))


def test_the_lock_is_held_from_before_it_begins(run: runs.Run, until: Callable) -> None:
    assert local.submit(run, local.Options()) == run.name
    assert run.is_alive and local.states([run.name])[run.name].kind == "running"
    until(lambda: run.is_finished, 60)
    until(lambda: local.states([run.name])[run.name].kind == "ended")


def test_what_looks_at_no_file_is_killed(
    run: runs.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, until: Callable
) -> None:
    (tmp_path / "sitecustomize.py").write_text(STUCK, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(local, "GRACE", (0.1, 0.3))
    local.submit(run, local.Options())
    local.cancel(run.name)
    assert run.is_alive, "it has a moment to end by itself"
    until(lambda: local.cancel(run.name) or not run.is_alive)


def test_whoever_holds_the_lock_carries_it_out(run: runs.Run) -> None:
    held = lock.take(run.folder / "alive.lock")
    assert local.submit(run, local.Options()) == run.name and not (run.folder / "log.txt").exists()
    assert local.states([run.name])[run.name].is_busy
    local.cancel(run.name)  # somebody else's process isn't ours to end
    assert run.is_alive
    os.close(held)
    assert not local.states([run.name])[run.name].is_busy


def test_what_is_gone_does_not_come_back(run: runs.Run, own_runs: Path) -> None:
    runs.delete(run)
    assert local.submit(run, local.Options()) is None and not run.folder.exists()
