"""Searches that nobody carries out, and trials that look as if they had been trained."""

import numpy as np

from galaxy_core import runs
from galaxy_core import search as searches
from galaxy_core.runs import Run
from galaxy_core.search import Dimension, Search
from galaxy_core.storage import atomic, lock

DROPOUT = Dimension("dropout", (), 0.0, 0.9)
FILTERS = Dimension("filters", (8, 16, 32))
IMAGES = 200


def begin(*space: Dimension, tpe: int | None = None, **more: object) -> Search:
    """A search that nobody carries out."""
    asked = runs.request("sample", "cnn", {"epochs": 10}, seed=2)
    return searches.begin(asked, searches.plan(space, tpe, **more))


def finish(run: Run, accuracy: float, history: list[float] = ()) -> None:
    """Makes a run finished that is right as often as that, with these validation accuracies by epoch."""
    labels = np.zeros(IMAGES, np.int64)
    right = np.arange(IMAGES) < round(accuracy * IMAGES)
    said = np.where(right[:, None], np.float32([0.9, 0.1]), np.float32([0.1, 0.9]))
    arrays = {}
    for part in ("train", "validation", "test"):
        arrays |= {f"{part}_rows": np.arange(IMAGES), f"{part}_labels": labels, f"{part}_probabilities": said}
    np.savez(run.folder / "predictions.npz", **arrays)
    epochs = [{"epoch": n, "val_accuracy": one, "val_loss": 1 - one} for n, one in enumerate(history, 1)]
    atomic.write_json(run.folder / "result.json", {"classes": ["a", "b"], "history": epochs})


def learn(run: Run, history: list[float]) -> int:
    """Lets a run look as if it were trained now and had learned so far; returns its lock."""
    epochs = [{"epoch": n, "val_accuracy": one, "val_loss": 1 - one} for n, one in enumerate(history, 1)]
    folder = run.folder / "checkpoints" / f"{len(history):04d}"
    folder.mkdir(parents=True)
    atomic.write_json(folder / "history.json", {"epochs": epochs})
    held = lock.take(run.folder / "alive.lock")
    assert held is not None and run.status == "running"
    return held
