"""What is known of a run, and what is missing."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import RunError, runs
from galaxy_core.evaluation import summaries
from galaxy_core.report import evidence


def test_all_that_is_stored_of_a_run(make: Callable) -> None:
    run = make(0.7, title="Mine")
    found = evidence.gather(run)
    assert (found.title, found.data, found.missing) == ("Mine", "Sample (drawn galaxies)", ())
    assert found.synthetic and found.galaxies_called == "drawn galaxies" and found.source[0].startswith("Synthetic")
    assert found.line.summary == summaries.summary(run) and found.predictions.n == found.line.summary.n
    assert sum(counts.sum() for counts in found.counts.values()) == 300 and len(found.labels) == 10
    assert found.made_by["code"] == "abc123" and found.galaxies.n == 300


def test_what_is_not_sound_is_as_if_it_were_not_there(make: Callable) -> None:
    run = make(0.7, made_by={"versions": ["numpy"], "machine": 5, "synthetic": "no", "dataset_title": None})
    found = evidence.gather(run)
    assert set(found.made_by) == {"code", "commit", "threads", "images", "dataset_fingerprint"}
    assert found.data == "sample" and found.synthetic, "the plug-in says so"


def test_a_folder_is_called_by_its_name_only(make: Callable) -> None:
    labels = np.arange(30) % 2
    run = make(
        0.7, dataset="/home/ana/secret/pictures", labels=labels, classes=("a", "b"), made_by={"dataset_title": ""}
    )
    found = evidence.gather(run)
    assert found.data == "pictures" and found.source == ("", "") and not found.synthetic
    assert found.galaxies is None and found.missing == (evidence.NO_DATA,) and found.galaxies_called == "galaxies"


def test_each_missing_part_has_its_sentence(make: Callable) -> None:
    run = make(0.7)
    (run.folder / "model.onnx").unlink()
    (run.folder / "predictions.npz").unlink()
    found = evidence.gather(run)
    assert found.missing == (evidence.NO_PREDICTIONS, evidence.NO_MODEL)
    assert found.predictions is None and found.line is None and found.counts == {}


def test_no_test_images_are_no_scores(make: Callable) -> None:
    run = make(0.7)
    with np.load(run.folder / "predictions.npz") as arrays:
        emptied = {name: array[:0] if name.startswith("test_") else array for name, array in arrays.items()}
    np.savez(run.folder / "predictions.npz", **emptied)
    assert evidence.gather(run).line is None and evidence.gather(run).predictions is None


def test_only_finished_runs(own_runs) -> None:
    with pytest.raises(RunError, match="only finished runs can be reported"):
        evidence.gather(runs.create(runs.request("sample", "majority")))
