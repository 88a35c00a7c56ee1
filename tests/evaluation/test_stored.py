"""Predictions and scores read from the folders of real finished runs."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cachetools import LRUCache, cached

from galaxy_core import AbsentError, evaluation, runs, splits
from galaxy_core.datasets import open_dataset
from galaxy_core.evaluation import majority, stored, summaries


@pytest.mark.parametrize("part", splits.PARTS)
def test_predictions_are_those_of_the_split(part: str, finished: dict) -> None:
    sample = open_dataset("sample")
    split = splits.split(sample, "80/10/10", 0)
    found = stored.predictions(finished["pca_logistic"], part)
    assert np.array_equal(found.rows, split.part(part)) and found.classes == sample.classes
    assert np.array_equal(found.labels, sample.labels[found.rows])


def test_scores_are_computed_from_the_predictions(finished: dict) -> None:
    run = finished["pca_logistic"]
    assert stored.scores_of(run).accuracy == evaluation.scores(stored.predictions(run)).accuracy
    assert set(stored.parts(run)) == set(splits.PARTS)
    assert stored.parts(run)["train"].accuracy.value > stored.scores_of(finished["majority"], "train").accuracy.value
    largest = np.bincount(stored.predictions(run, "train").labels).argmax()
    share = (stored.predictions(finished["majority"]).labels == largest).mean()
    assert stored.scores_of(finished["majority"]).accuracy.value == pytest.approx(share)


def test_a_run_shows_the_images_it_was_trained_on_and_no_others(finished: dict) -> None:
    sample = open_dataset("sample")
    assert stored.shows(finished["cnn"], sample)
    assert not stored.shows(finished["cnn"], replace(sample, content="another"))


def test_what_is_not_finished_has_no_scores(own_runs: Path) -> None:
    run = runs.create(runs.request("sample", "majority"))
    with pytest.raises(AbsentError, match="queued"):
        stored.predictions(run)
    assert stored.parts(run) == {}


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda file: file.unlink(),
    "empty": lambda file: file.write_bytes(b""),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:-200]),
    "overwritten": lambda file: file.write_bytes(file.read_bytes()[:200] + bytes(6000) + file.read_bytes()[6200:]),
    "text": lambda file: file.write_text("hello", encoding="utf-8"),
    "another layout": lambda file: np.savez(file, rows=np.arange(3)),
    "one part only": lambda file: np.savez(file, train_rows=np.arange(3)),
    "objects": lambda file: np.savez(file, test_rows=np.array([{}], dtype=object)),
    "wrong shapes": lambda file: np.savez(file, **_arrays(np.ones((2, 10)) / 10)),
    "no probabilities": lambda file: np.savez(file, **_arrays(np.full((3, 10), np.nan))),
}


def _arrays(probabilities: np.ndarray) -> dict[str, np.ndarray]:
    return {"test_rows": np.arange(3), "test_labels": np.zeros(3, int), "test_probabilities": probabilities}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_predictions_are_a_sentence(damage: str, copied: runs.Run) -> None:
    assert stored.predictions(copied).n > 0
    file = copied.folder / "predictions.npz"
    DAMAGES[damage](file)
    if file.exists():
        os.utime(file, ns=(0, 10**18))  # surely another time than that of the file before
    with pytest.raises(AbsentError, match="predictions"):
        stored.predictions(copied)
    assert stored.parts(copied) == {}


@pytest.mark.parametrize("part", ["train", "validation", "test"])
def test_the_baseline_on_each_part(finished: dict[str, runs.Run], part: str):
    run = finished["pca_logistic"]
    wanted = majority(stored.predictions(run, "train").labels, stored.predictions(run, part).labels)
    assert stored.baseline(run, part)["accuracy"] == pytest.approx(wanted.value)
    assert part != "test" or stored.baseline(run) == summaries.summary(run).baseline


def test_predictions_in_memory_are_bounded_in_bytes(finished: dict[str, runs.Run]):
    for run in finished.values():
        for part in splits.PARTS:
            stored.predictions(run, part)
    kept = stored.predictions_at.cache
    assert 0 < kept.currsize <= kept.maxsize == stored.REMEMBERED
    sizes = [said.rows.nbytes + said.targets.nbytes + said.outputs.nbytes for said in kept.values()]
    assert kept.currsize == sum(sizes)


def test_old_predictions_go_when_there_is_no_room(finished: dict[str, runs.Run], monkeypatch: pytest.MonkeyPatch):
    one, other = finished["majority"], finished["cnn"]
    room = LRUCache(30_000, getsizeof=stored.predictions_at.cache.getsizeof)
    monkeypatch.setattr(stored, "predictions_at", cached(room)(stored.predictions_at.__wrapped__))
    for run in (one, other):
        for part in splits.PARTS:
            stored.predictions(run, part)
    assert room.currsize <= 30_000 and len(room) < 6
