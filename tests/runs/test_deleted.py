"""Deleted runs lie aside for a while."""

import os
import time
from pathlib import Path

import pytest

from galaxy_core import RunError, runs
from galaxy_core.runs import deleted
from tests.pages.stored_runs import learned, running, unfinished


def test_it_is_gone_at_once_and_comes_back_whole(own_runs: Path) -> None:
    run = learned(unfinished("stopped", "cnn", epochs=5), 2)
    deleted.put_aside(run)
    deleted.put_aside(run)
    assert runs.every() == [] and deleted.can_be_brought_back([run.name, "other"]) == [run.name]
    deleted.purge(own_runs)
    assert deleted.bring_back(run.name) == run and len(run.learned) == 2 and run.status == "stopped"


def test_after_a_while_it_is_removed_for_good(own_runs: Path) -> None:
    run = unfinished("stopped")
    deleted.put_aside(run)
    long_ago = time.time() - deleted.WHILE - deleted.LATER - 1
    os.utime(own_runs / f"{deleted.PREFIX}{run.name}", (long_ago, long_ago))
    assert deleted.can_be_brought_back([run.name]) == []
    deleted.purge(own_runs)
    assert list(own_runs.glob(f"*{run.name}")) == []
    with pytest.raises(RunError, match="deleted too long ago"):
        deleted.bring_back(run.name)


def test_what_is_being_trained_is_not_deleted(own_runs: Path) -> None:
    with running(unfinished("queued")) as run, pytest.raises(RunError, match="is being trained: stop it first"):
        deleted.put_aside(run)
