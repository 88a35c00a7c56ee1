"""Finished runs whose predictions a test plants: in their folders as if they had been trained."""

import numpy as np

from galaxy_core import datasets, runs, splits
from galaxy_core.evaluation import Predictions
from galaxy_core.storage import atomic


def finish(said: dict[str, Predictions], title: str = "", model: str = "pca_logistic") -> runs.Run:
    """A finished run on the sample that said this of the images of each part."""
    run = runs.create(runs.request("sample", model))
    arrays = {
        f"{part}_{name}": getattr(found, name)
        for part, found in said.items()
        for name in ("rows", "labels", "probabilities")
    }
    np.savez(run.folder / "predictions.npz", **arrays)
    classes = next(iter(said.values())).classes
    made_by = {"images": datasets.open_dataset("sample").identity.images}
    atomic.write_json(run.folder / "result.json", {"classes": list(classes), "made_by": made_by})
    if title:
        runs.describe(run, title)
    return run


def chance(seed: int, part: str = "test", boast: float = 1.0, right: float = 0.7) -> Predictions:
    """Of the sample's images of a part: right so often, by chance; `boast` above 1 makes it surer than it is right."""
    sample, draw = datasets.open_dataset("sample"), np.random.default_rng(seed)
    rows = draw.permutation(splits.split(sample, splits.USUAL, 0).part(part))
    labels, k = sample.labels[rows], len(sample.classes)
    called = np.where(draw.random(len(rows)) < right, labels, draw.integers(0, k, len(rows)))
    raw = (draw.dirichlet(np.ones(k), len(rows)) + draw.uniform(0.4, 2, (len(rows), 1)) * np.eye(k)[called]) ** boast
    return Predictions(rows, labels, raw / raw.sum(axis=1, keepdims=True), sample.classes)
