"""A disk that becomes full while a network learns: a sentence, the checkpoint before stays whole, and it can go on."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import queue, runs
from galaxy_core.storage import lock


def fill(folder: Path) -> Path:
    """Takes what is left of a disk, to the last byte; the file to remove afterwards."""
    ballast = folder / "ballast"
    with open(ballast, "wb", buffering=0) as file:
        for size in (2**16, 2**12, 1):
            with suppress(OSError):
                while file.write(bytes(size)):
                    pass
    assert os.statvfs(folder).f_bavail == 0
    return ballast


@pytest.mark.long
def test_a_full_disk_during_a_checkpoint(
    disk: Callable[[int], Path], finished: dict, monkeypatch: pytest.MonkeyPatch, until: Callable
) -> None:
    folder = disk(8000)
    monkeypatch.setenv("GALAXY_RUNS", str(folder))
    run = queue.submit(runs.like(finished["cnn"]))
    until(lambda: run.history, 240)
    ballast = fill(folder)
    until(lambda: run.status != "running", 240)
    until(lambda: run.status == "failed", 60)
    assert f"The disk of {folder}" in run.error and "is full: free some space" in run.error
    with np.load(run.checkpoint() / "network.npz", allow_pickle=False) as stored:
        assert all(np.isfinite(stored[name]).all() for name in stored)
    assert run.history and not run.is_finished
    ballast.unlink()
    until(lambda: not lock.is_held(folder / ".queue.lock"))
    queue.resume(run)
    until(lambda: run.status in ("finished", "failed"), 240)
    assert run.is_finished, run.error
    for name in ("predictions.npz", "weights.npz"):
        with np.load(run.folder / name) as mine, np.load(finished["cnn"].folder / name) as theirs:
            assert all(np.array_equal(mine[key], theirs[key]) for key in theirs)
