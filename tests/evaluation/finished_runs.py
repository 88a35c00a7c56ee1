"""Finished runs with predictions of the test's own: written into the runs folder in force, as training would."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from galaxy_core import runs
from galaxy_core.evaluation import comparison, summaries
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.storage import atomic

CLASSES = ("Round", "Edge-on", "Spiral")
PARTS = ("train", "validation", "test")


def finish(
    labels: Sequence[int], called: Sequence[int], model: str = "majority", rows: Sequence[int] | None = None,
    cost: tuple[float, int] = (1.0, 1), data: str = "a", chosen: Sequence[int] | None = (), **asked: Any,
) -> runs.Run:  # fmt: skip
    """A finished run on the sample that called its test images so; `rows` counts from 0 unless given.

    chosen: what it called the same images as validation images, as on test unless given; None: nothing is known.
    cost: seconds of training and numbers learned; data: the fingerprint of the data set; the rest is of its request.
    """
    run = runs.create(runs.request("sample", model, **asked))
    labels, called = np.asarray(labels), np.asarray(called)
    rows = np.arange(len(labels)) if rows is None else np.asarray(rows)
    arrays = {"rows": rows, "labels": labels, "probabilities": np.eye(len(CLASSES), dtype=np.float32)[called]}
    stored_arrays = {f"{part}_{key}": value for part in PARTS for key, value in arrays.items()}
    if chosen is None:
        stored_arrays = {key: value for key, value in stored_arrays.items() if not key.startswith("validation")}
    elif len(chosen):
        stored_arrays["validation_probabilities"] = np.eye(len(CLASSES), dtype=np.float32)[np.asarray(chosen)]
    np.savez(run.folder / "predictions.npz", **stored_arrays)
    result = {"classes": list(CLASSES), "cost": {"seconds": cost[0], "parameters": cost[1]}, "finished": 1e9,
              "made_by": {"dataset_fingerprint": data}, "origin": "random weights"}  # fmt: skip
    atomic.write_json(run.folder / "result.json", result)
    return run


def line(run: runs.Run) -> RunScore:
    """Its line in a table."""
    return RunScore(run, runs.title(run), summaries.summary(run))


def lines(made: Sequence[runs.Run], measure: str | None = None) -> list[RunScore]:
    """Their lines, the best on validation images first."""
    return comparison.best_first([line(run) for run in made], measure)
