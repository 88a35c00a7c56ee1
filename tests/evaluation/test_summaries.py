"""Summaries of real finished runs: kept, read again, and not believed where they can't be true."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import AbsentError, evaluation, runs
from galaxy_core.evaluation import stored, summaries


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Forgets what this process knows of runs, as another one would begin."""
    return lambda: monkeypatch.setattr(summaries, "_recalled", {})


def test_a_summary_says_what_the_predictions_and_the_result_say(finished: dict) -> None:
    for run in finished.values():
        found, said = summaries.summary(run), stored.predictions(run)
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
    assert len({summaries.summary(run).images for run in finished.values()}) == 1


@pytest.mark.parametrize("changed", ["rows", "labels", "classes", "data set", "order"])
def test_images_are_the_same_only_where_runs_can_be_compared(changed: str, copied: runs.Run) -> None:
    before, result = summaries.summary(copied).images, copied.folder / "result.json"
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
    assert (summaries.summary(copied).images == before) is (changed == "order")


def test_a_kept_summary_is_read_without_the_predictions(copied: runs.Run, elsewhere: Callable) -> None:
    assert summaries.is_unscored(copied) and summaries.kept(copied) is None
    found, file = summaries.summary(copied), copied.folder / "predictions.npz"
    before = file.stat()
    file.write_bytes(bytes(before.st_size))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    elsewhere()
    assert summaries.kept(copied) == summaries.summary(copied) == found and not summaries.is_unscored(copied)


@pytest.mark.parametrize("changed", ["predictions.npz", "result.json"])
def test_a_summary_counts_for_its_own_files_only(changed: str, finished: dict, copied: runs.Run, elsewhere: Callable):
    before = summaries.summary(copied)
    shutil.copy(finished["cnn"].folder / changed, copied.folder / changed)
    assert summaries.is_unscored(copied)
    after = summaries.summary(copied)
    assert after != before and after != summaries.summary(finished["cnn"])
    elsewhere()
    assert summaries.kept(copied) == after


def test_a_summary_of_another_run_is_not_believed(finished: dict, copied: runs.Run) -> None:
    shutil.copytree(finished["cnn"].folder, there := copied.folder.with_name("20260101-000000-cnn-0000"))
    summaries.summary(other := runs.find(there.name))
    shutil.copy(other.folder / "scores.json", copied.folder)
    assert summaries.is_unscored(copied) and summaries.summary(copied) == summaries.summary(finished["majority"])


def test_what_is_kept_and_damaged_is_made_anew(copied: runs.Run, elsewhere: Callable) -> None:
    found, file = summaries.summary(copied), copied.folder / "scores.json"
    whole = file.read_bytes()
    better = json.loads(whole)
    better["scores"]["test"]["values"]["accuracy"]["value"] = 0.99
    for damaged in (b"", b"\xff", b"[]", b"{}", b'{"seal": 1, "scores": 2}', whole[:-9], json.dumps(better).encode()):
        file.write_bytes(damaged)
        elsewhere()
        assert summaries.kept(copied) is None and summaries.summary(copied) == found and file.read_bytes() == whole


def test_where_nothing_can_be_kept_it_is_computed(finished: dict, copied: runs.Run, elsewhere: Callable) -> None:
    (copied.folder / ".scores.json.new").mkdir()  # as in a folder of somebody else, or on a full disk
    assert summaries.summary(copied) == summaries.summary(finished["majority"])
    assert not (copied.folder / "scores.json").exists() and not summaries.is_unscored(copied)


def test_without_predictions_there_is_no_summary_and_nobody_tries_again(copied: runs.Run) -> None:
    (copied.folder / "predictions.npz").write_bytes(b"PK")
    assert summaries.is_unscored(copied)
    for _ in range(2):
        with pytest.raises(AbsentError, match="can't be read"):
            summaries.summary(copied)
        assert not summaries.is_unscored(copied) and summaries.kept(copied) is None
    (copied.folder / "predictions.npz").unlink()
    assert not summaries.is_unscored(copied) and summaries.kept(copied) is None
    with pytest.raises(AbsentError, match="have been deleted"):
        summaries.summary(copied)


def test_a_corrected_metric_corrects_old_runs(copied: runs.Run, elsewhere: Callable, tmp_path: Path) -> None:
    found = summaries.summary(copied)
    shutil.copytree(Path(stored.__file__).parents[1], tmp_path / "galaxy_core")
    scoring = tmp_path / "galaxy_core" / "tasks" / "classification" / "margins.py"
    was = "_divide(2 * right, truth + called).mean(axis=-1)"
    assert was in scoring.read_text(encoding="utf-8")
    scoring.write_text(scoring.read_text(encoding="utf-8").replace(was, f"{was} / 2"), encoding="utf-8")
    ask = "from galaxy_core import runs; from galaxy_core.evaluation import summaries; import sys, json, dataclasses\n"
    ask += "print(json.dumps(dataclasses.asdict(summaries.summary(runs.find(sys.argv[1])))))"
    corrected = json.loads(subprocess.check_output([sys.executable, "-c", ask, copied.name], cwd=tmp_path, text=True))
    values = corrected["test"]["values"]
    assert values["macro_f1"]["value"] == pytest.approx(found.test.values["macro_f1"].value / 2)
    assert values["accuracy"] == asdict(found.test.values["accuracy"])
    elsewhere()
    assert summaries.is_unscored(copied) and summaries.summary(copied) == found  # nor are the others believed here


def test_a_run_without_validation_predictions_says_so(copied: runs.Run):
    with np.load(copied.folder / "predictions.npz") as found:
        arrays = {name: found[name] for name in found if not name.startswith("validation")}
    np.savez(copied.folder / "predictions.npz", **arrays)
    found = summaries.summary(copied)
    assert found.validation is None and found.chosen_on == "" and found.test.n > 0
