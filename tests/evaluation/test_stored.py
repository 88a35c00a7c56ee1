"""Predictions and scores read from the folders of real finished runs."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from cachetools import LRUCache, cached

from galaxy_core import AbsentError, evaluation, runs, splits
from galaxy_core.datasets import open_dataset
from galaxy_core.evaluation import majority, stored


@pytest.fixture
def copied(finished: dict, own_runs: Path) -> runs.Run:
    """A copy of a finished run that a test may damage; nobody has listed it yet."""
    aside = shutil.ignore_patterns(stored.KEPT)
    shutil.copytree(finished["majority"].folder, own_runs / finished["majority"].name, ignore=aside)
    return runs.find(finished["majority"].name)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Forgets what this process knows of runs, as another one would begin."""
    return lambda: monkeypatch.setattr(stored, "_known", {})


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


def test_a_summary_says_what_the_predictions_and_the_result_say(finished: dict) -> None:
    for run in finished.values():
        found, said = stored.summary(run), stored.predictions(run)
        for part, scores in (("test", found.test), ("validation", found.validation)):
            whole = stored.scores_of(run, part)
            assert (scores.n, scores.values, scores.loss) == (whole.n, whole.values, whole.loss)
        largest = evaluation.majority(stored.predictions(run, "train").labels, said.labels)
        occurring = len(set(said.labels.tolist()))
        assert found.baseline == pytest.approx({"accuracy": largest.value, "balanced_accuracy": 1 / occurring})
        assert found.task == "classes" and found.n == said.n
        cost = run.result["cost"]
        assert (found.seconds, found.n_parameters) == (cost["seconds"], cost["parameters"]) and found.seconds > 0
        assert found.finished == run.result["finished"] and found.kept_epoch == run.result.get("kept_epoch")
        assert found.initial_weights == run.result.get("origin", "")
    assert len({stored.summary(run).images for run in finished.values()}) == 1


@pytest.mark.parametrize("changed", ["rows", "labels", "classes", "data set", "order"])
def test_images_are_the_same_only_where_runs_can_be_compared(changed: str, copied: runs.Run) -> None:
    before, result = stored.summary(copied).images, copied.folder / "result.json"
    with np.load(copied.folder / "predictions.npz") as found:
        arrays = dict(found)
    test = {key: arrays[f"test_{key}"] for key in ("rows", "labels", "probabilities")}
    test["rows"] = test["rows"] + 1 if changed == "rows" else test["rows"]
    test["labels"] = (test["labels"] + 1) % 10 if changed == "labels" else test["labels"]
    if changed == "order":
        test = {key: value[::-1] for key, value in test.items()}
    np.savez(copied.folder / "predictions.npz", **arrays | {f"test_{key}": value for key, value in test.items()})
    said = json.loads(result.read_text(encoding="utf-8"))
    said["target_names"][0] += "!" * (changed == "classes")
    said["made_by"]["images"] += "!" * (changed == "data set")
    result.write_text(json.dumps(said), encoding="utf-8")
    assert (stored.summary(copied).images == before) is (changed == "order")


def test_a_kept_summary_is_read_without_the_predictions(copied: runs.Run, elsewhere: Callable) -> None:
    assert stored.is_unscored(copied) and stored.kept(copied) is None
    found, file = stored.summary(copied), copied.folder / "predictions.npz"
    before = file.stat()
    file.write_bytes(bytes(before.st_size))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    elsewhere()
    assert stored.kept(copied) == stored.summary(copied) == found and not stored.is_unscored(copied)


@pytest.mark.parametrize("changed", ["predictions.npz", "result.json"])
def test_a_summary_counts_for_its_own_files_only(changed: str, finished: dict, copied: runs.Run, elsewhere: Callable):
    before = stored.summary(copied)
    shutil.copy(finished["cnn"].folder / changed, copied.folder / changed)
    assert stored.is_unscored(copied)
    after = stored.summary(copied)
    assert after != before and after != stored.summary(finished["cnn"])
    elsewhere()
    assert stored.kept(copied) == after


def test_a_summary_of_another_run_is_not_believed(finished: dict, copied: runs.Run) -> None:
    shutil.copytree(finished["cnn"].folder, there := copied.folder.with_name("20260101-000000-cnn-0000"))
    stored.summary(other := runs.find(there.name))
    shutil.copy(other.folder / "scores.json", copied.folder)
    assert stored.is_unscored(copied) and stored.summary(copied) == stored.summary(finished["majority"])


def test_what_is_kept_and_damaged_is_made_anew(copied: runs.Run, elsewhere: Callable) -> None:
    found, file = stored.summary(copied), copied.folder / "scores.json"
    whole = file.read_bytes()
    better = json.loads(whole)
    better["scores"]["test"]["values"]["accuracy"]["value"] = 0.99
    for damaged in (b"", b"\xff", b"[]", b"{}", b'{"seal": 1, "scores": 2}', whole[:-9], json.dumps(better).encode()):
        file.write_bytes(damaged)
        elsewhere()
        assert stored.kept(copied) is None and stored.summary(copied) == found and file.read_bytes() == whole


def test_where_nothing_can_be_kept_it_is_computed(finished: dict, copied: runs.Run, elsewhere: Callable) -> None:
    (copied.folder / ".scores.json.new").mkdir()  # as in a folder of somebody else, or on a full disk
    assert stored.summary(copied) == stored.summary(finished["majority"])
    assert not (copied.folder / "scores.json").exists() and not stored.is_unscored(copied)


def test_without_predictions_there_is_no_summary_and_nobody_tries_again(copied: runs.Run) -> None:
    (copied.folder / "predictions.npz").write_bytes(b"PK")
    assert stored.is_unscored(copied)
    for _ in range(2):
        with pytest.raises(AbsentError, match="can't be read"):
            stored.summary(copied)
        assert not stored.is_unscored(copied) and stored.kept(copied) is None
    (copied.folder / "predictions.npz").unlink()
    assert not stored.is_unscored(copied) and stored.kept(copied) is None
    with pytest.raises(AbsentError, match="have been deleted"):
        stored.summary(copied)


def test_a_corrected_metric_corrects_old_runs(copied: runs.Run, elsewhere: Callable, tmp_path: Path) -> None:
    found = stored.summary(copied)
    shutil.copytree(Path(stored.__file__).parents[1], tmp_path / "galaxy_core")
    scoring = tmp_path / "galaxy_core" / "tasks" / "classification" / "margins.py"
    was = "_divide(2 * right, truth + called).mean(axis=-1)"
    assert was in scoring.read_text(encoding="utf-8")
    scoring.write_text(scoring.read_text(encoding="utf-8").replace(was, f"{was} / 2"), encoding="utf-8")
    ask = "from galaxy_core import runs; from galaxy_core.evaluation import stored; import sys, json, dataclasses\n"
    ask += "print(json.dumps(dataclasses.asdict(stored.summary(runs.find(sys.argv[1])))))"
    corrected = json.loads(subprocess.check_output([sys.executable, "-c", ask, copied.name], cwd=tmp_path, text=True))
    values = corrected["test"]["values"]
    assert values["macro_f1"]["value"] == pytest.approx(found.test.values["macro_f1"].value / 2)
    assert values["accuracy"] == asdict(found.test.values["accuracy"])
    elsewhere()
    assert stored.is_unscored(copied) and stored.summary(copied) == found  # nor are the others believed here


@pytest.mark.parametrize("part", ["train", "validation", "test"])
def test_the_baseline_on_each_part(finished: dict[str, runs.Run], part: str):
    run = finished["pca_logistic"]
    wanted = majority(stored.predictions(run, "train").labels, stored.predictions(run, part).labels)
    assert stored.baseline(run, part)["accuracy"] == pytest.approx(wanted.value)
    assert part != "test" or stored.baseline(run) == stored.summary(run).baseline


def test_a_run_without_validation_predictions_says_so(copied: runs.Run):
    with np.load(copied.folder / "predictions.npz") as found:
        arrays = {name: found[name] for name in found if not name.startswith("validation")}
    np.savez(copied.folder / "predictions.npz", **arrays)
    found = stored.summary(copied)
    assert found.validation is None and found.chosen_on == "" and found.test.n > 0


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
