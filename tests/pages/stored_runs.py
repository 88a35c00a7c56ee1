"""Runs as they may lie on disk: copies of finished ones, failed, stopped, waiting, interrupted, running, damaged."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import galaxy_core
from galaxy_core import runs
from galaxy_core.storage import atomic, lock

LIVE = {"doing": "learning", "epoch": 2, "epochs": 5, "batch": 3, "batches": 6, "seconds_left": 130, "peak_mb": 450,
        "memory_mb": 412, "images_per_second": 127.6, "seconds": 65}  # fmt: skip
ERROR = "The disk is full. Free 2 GB of it."


def copy(run: runs.Run, folder: Path, name: str = "", **changed: Any) -> runs.Run:
    """A copy of a run in the runs folder now in force; keywords replace parts of its request."""
    there = folder / (name or run.name)
    shutil.copytree(run.folder, there)
    atomic.write_json(there / "request.json", atomic.read_json(there / "request.json") | changed)
    return runs.find(there.name)


def unfinished(state: str, model: str = "pca_logistic", dataset: str = "sample", **values: Any) -> runs.Run:
    """A run that has failed, was stopped or interrupted, or waits: on disk only, nobody trains it."""
    run = runs.create(runs.request(dataset, model, values))
    if state == "failed":
        atomic.write_json(run.folder / "state.json", {"attempts": 1, "error": ERROR})
    elif state == "interrupted":
        atomic.write_json(run.folder / "state.json", {"attempts": 1, "epoch": 0})
    elif state == "stopped":
        (run.folder / "cancel").touch()
    return run


def learned(run: runs.Run, epochs: int) -> runs.Run:
    """The run with a checkpoint after so many epochs."""
    history = [
        {"epoch": number, "loss": 2 / number, "accuracy": 0.5, "val_loss": 2.1 / number,
         "val_accuracy": 0.4 + number / 100, "learning_rate": 0.002 / number, "seconds": 1.0}
        for number in range(1, epochs + 1)
    ]  # fmt: skip
    folder = run.folder / "checkpoints" / f"{epochs:04d}"
    folder.mkdir(parents=True)
    atomic.write_json(folder / "history.json", {"epochs": history})
    return run


def damaged() -> str:
    """A run folder whose request can't be read; its name."""
    name = "20250101-000000-cnn-0bad"
    (galaxy_core.runs_folder() / name).mkdir()
    (galaxy_core.runs_folder() / name / "request.json").write_text('{"format": 1, "data')
    return name


@contextmanager
def running(run: runs.Run, **live: Any) -> Iterator[runs.Run]:
    """As if a process trained the run meanwhile."""
    held = lock.take(run.folder / "alive.lock")
    atomic.write_json(run.folder / "live.json", LIVE | live)
    try:
        yield run
    finally:
        os.close(held)
