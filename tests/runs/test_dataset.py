"""Whether a run's images are shown, and what was corrected since: also of runs from before there were identities."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError, runs, splits, tasks
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
    for part in splits.PARTS:
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


def test_a_run_keeps_its_split_whatever_becomes_of_the_data_folder(sample: Galaxies) -> None:
    run = runs.create(runs.request("sample", "majority"))
    assert dataset.own_split(run) is None
    first = dataset.split(run, sample)
    splits.path(sample).unlink()
    other = corrected(sample, 100)
    assert not np.array_equal(splits.split(replace(other, content="others")).test, first.test), "one made of them now"
    assert np.array_equal(dataset.split(run, other).test, first.test)
    assert dataset.own_split(run).images == sample.identity.images
    with pytest.raises(DataError, match="have changed since .* began to learn from them: train a new run"):
        dataset.split(run, replace(sample, content="another"))
    splits.split(sample)


def test_an_early_run_goes_on_with_the_rows_of_its_predictions(sample: Galaxies) -> None:
    run = finish(sample, early=True)
    other = replace(corrected(sample, 100), content="others")
    assert np.array_equal(dataset.split(run, other).test, splits.split(sample).test)
    file = run.folder / "predictions.npz"
    with np.load(file) as stored:
        arrays = dict(stored)
    (run.folder / dataset.SPLIT).unlink()
    arrays["train_rows"][0] = arrays["test_rows"][0]
    np.savez(file, **arrays)
    assert dataset.own_split(run) is None, "not every row is in one part"


@pytest.mark.parametrize("content", [None, b"", b"words"])
def test_an_early_run_without_its_predictions_shows_nothing(sample: Galaxies, content: bytes | None) -> None:
    run = finish(sample, early=True)
    file = run.folder / "predictions.npz"
    file.unlink() if content is None else file.write_bytes(content)
    assert dataset.rows_and_targets(run) == {} and not dataset.shows(run, sample)
    assert dataset.shows(finish(sample), sample), "one that says which images it saw needs none"
