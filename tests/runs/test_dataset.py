"""Whether a run's images are shown, and what was corrected since: also of runs from before there were identities."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import runs, splits, tasks
from galaxy_core.datasets import Galaxies, open_dataset
from galaxy_core.runs import dataset
from galaxy_core.storage import atomic


@pytest.fixture
def sample(own_runs: Path) -> Galaxies:
    return open_dataset("sample")


def finish(sample: Galaxies, *, early: bool = False) -> runs.Run:
    """A finished run on the sample; an early one knows only the one fingerprint that there was."""
    run, split = runs.create(runs.request("sample", "majority")), splits.split(sample)
    arrays = {}
    for part in dataset.PARTS:
        rows = split.part(part)[::-1]
        arrays |= {f"{part}_rows": rows, f"{part}_labels": sample.labels[rows]}
    np.savez(run.folder / "predictions.npz", **arrays)
    made_by = {"dataset_fingerprint": "sample-300-0123456789abcdef"}
    if not early:
        made_by = {"images": sample.identity.images, "labels": sample.identity.labels}
    result = {"classes": list(sample.classes), "image_shape": list(sample.image_shape), "made_by": made_by}
    atomic.write_json(run.folder / "result.json", result)
    return run


def corrected(sample: Galaxies, count: int) -> Galaxies:
    labels = sample.labels.copy()
    labels[:count] = (labels[:count] + 1) % 10
    return replace(sample, targets=labels)


def test_corrected_labels_are_counted_and_the_images_still_shown(sample: Galaxies) -> None:
    run = finish(sample)
    assert dataset.images(run) == sample.identity.images
    assert dataset.shows(run, sample) and dataset.relabelled(run, sample) == 0
    assert dataset.shows(run, corrected(sample, 15)) and dataset.relabelled(run, corrected(sample, 15)) == 15
    assert dataset.shows(run, replace(sample, ra=None, dec=None, name="elsewhere"))
    assert not dataset.shows(run, replace(sample, content="another"))


def test_an_early_run_is_told_by_its_rows_labels_shape_and_classes(sample: Galaxies) -> None:
    run = finish(sample, early=True)
    assert dataset.images(run) == "" and dataset.shows(run, sample)
    for other in (
        corrected(sample, 1),
        replace(sample, targets=sample.labels[:-1]),
        replace(sample, image_shape=(69, 69, 3)),
        replace(sample, task=tasks.task("classes", sample.classes[::-1])),
    ):
        assert not dataset.shows(run, other)


@pytest.mark.parametrize("content", [None, b"", b"words"])
def test_an_early_run_without_its_predictions_shows_nothing(sample: Galaxies, content: bytes | None) -> None:
    run = finish(sample, early=True)
    file = run.folder / "predictions.npz"
    file.unlink() if content is None else file.write_bytes(content)
    assert dataset.rows_and_targets(run) == {} and not dataset.shows(run, sample)
    assert dataset.shows(finish(sample), sample), "one that says which images it saw needs none"
