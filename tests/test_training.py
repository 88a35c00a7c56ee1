"""One run from start to end: the same request gives the same predictions, and results appear last or not at all."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import galaxy_core
from galaxy_core import augmentations, plugins, prediction, prepare, queue, runs, splits, training
from galaxy_core.augmentations import balancing
from galaxy_core.datasets import open_dataset
from galaxy_core.models import Examples, cnn, majority
from galaxy_core.storage import atomic, lock

SMALL = {"components": 6, "image_size": 16}
SMALL_CNN = {"epochs": 1, "image_size": 16, "filters": 4, "batch_size": 64, "views": 1}
CHANGES = ("rotation", "zoom", "noise", "cutout", "mixup")


@pytest.fixture(autouse=True)
def _environment_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """`training.main` pins threads in the environment of its process, which here is ours."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


def create(model: str, values: dict | None = None, dataset: str = "sample", seed: int = 0) -> runs.Run:
    """A queued run that no dispatcher sees."""
    return runs.create(runs.request(dataset, model, values, seed))


def arrays(run: runs.Run, name: str = "predictions.npz") -> dict[str, np.ndarray]:
    """What a result file holds."""
    with np.load(run.folder / name, allow_pickle=False) as stored:
        return {key: stored[key] for key in stored}


@pytest.mark.usefixtures("own_runs")
def test_corrected_labels_move_no_row_whoever_trains_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """A twentieth of the labels corrected: a new run and the old one again are tested on the images of before."""
    first, sample = create("majority"), open_dataset("sample")
    assert training.main(first.name) == 0
    before, labels = arrays(first), sample.labels.copy()
    labels[::20] = (labels[::20] + 1) % 10
    monkeypatch.setattr(training, "open_dataset", lambda reference: replace(sample, targets=labels))
    (first.folder / "result.json").unlink()
    splits.path(sample).rename(splits.path(sample).with_suffix(".gone"))  # a run goes on with its own
    assert training.main(first.name) == 0
    splits.path(sample).with_suffix(".gone").rename(splits.path(sample))
    second = create("majority")
    assert training.main(second.name) == 0
    for run in (first, second):
        now = arrays(run)
        for part in splits.PARTS:
            assert np.array_equal(now[f"{part}_rows"], before[f"{part}_rows"])
            assert np.array_equal(now[f"{part}_labels"], labels[before[f"{part}_rows"]])
        assert run.result["made_by"]["images"] == sample.identity.images
        assert run.result["made_by"]["labels"] != sample.identity.labels


@pytest.mark.usefixtures("own_runs")
def test_the_same_request_gives_the_same_predictions() -> None:
    made = []
    for seed in (0, 0, 1):  # one by one: whoever ends makes sure that a dispatcher is there for what waits
        made.append(create("pca_logistic", SMALL, seed=seed))
        assert training.main(made[-1].name) == 0
    first, again, other = (arrays(run) for run in made)
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert np.array_equal(first["test_rows"], other["test_rows"]), "all seeds are tested on the same images"


def test_a_result_says_what_made_it(finished: dict) -> None:
    run = finished["cnn"]
    result, stored = run.result, arrays(run)
    galaxies = open_dataset("sample")
    assert result["classes"] == list(galaxies.classes) and result["image_shape"] == list(galaxies.image_shape)
    assert [values["epoch"] for values in result["history"]] == [1, 2, 3]
    wanted = {"epoch", "loss", "accuracy", "val_loss", "val_accuracy", "seconds"}
    assert all(wanted <= set(values) and np.isfinite([*values.values()]).all() for values in result["history"])
    cost, made_by = result["cost"], result["made_by"]
    assert cost["seconds"] > 0 and cost["cpu_seconds"] > 0 and cost["peak_mb"] > 50 and cost["parameters"] > 1000
    assert (
        made_by["dataset_fingerprint"] == made_by["images"] == galaxies.identity.images and made_by["synthetic"] is True
    )
    assert len(made_by["code"]) == 12 and (made_by["commit"] is None or len(made_by["commit"]) == 40)
    assert {"galaxy_core", "python", "numpy", "keras"} <= set(made_by["versions"]) and made_by["threads"] >= 1
    rows = np.concatenate([stored[f"{part}_rows"] for part in ("train", "validation", "test")])
    assert np.array_equal(np.sort(rows), np.arange(galaxies.n)), "every image is in exactly one part"
    for part in ("train", "validation", "test"):
        assert np.array_equal(stored[f"{part}_labels"], galaxies.labels[stored[f"{part}_rows"]])
        assert len(stored[f"{part}_rows"]) == result["rows"][part]
        assert np.allclose(stored[f"{part}_probabilities"].sum(axis=1), 1, atol=1e-5)
    files = {path.name for path in run.folder.iterdir()} - {"scores.json"}  # there once somebody has listed it
    assert sorted(files) == [
        "alive.lock", "checkpoints", "familiarity.npz", "history.csv", "job.json", "live.json",
        "log.txt", "model.onnx", "place.json",
        "predictions.npz", "request.json", "result.json", "split.npz", "state.json", "weights.npz",
    ]  # fmt: skip


@pytest.mark.usefixtures("own_runs")
def test_results_are_there_last_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, folder: Path) -> None:
        (folder / "weights.npz").write_bytes(b"half")
        raise ValueError("a fault while saving")

    run = create("majority")
    with monkeypatch.context() as patched:
        patched.setattr(majority.Constant, "save", broken)
        assert training.main(run.name) == 1
    assert run.status == "failed" and "a fault while saving" in run.error
    assert not any((run.folder / name).exists() for name in (*runs.RESULTS, "result.json", ".results"))
    assert "Traceback" not in run.error
    atomic.write_json(run.folder / "state.json", {})
    assert training.main(run.name) == 0
    assert run.is_finished and all((run.folder / name).exists() for name in runs.RESULTS)


@pytest.mark.usefixtures("own_runs")
def test_killed_between_two_results_it_is_not_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    run, move = create("majority"), os.replace

    def killed(source: Path, target: Path) -> None:
        if Path(target).name == "predictions.npz":
            raise KeyboardInterrupt
        move(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(training.os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            training.main(run.name)
    assert (run.folder / "model.onnx").exists() and run.status == "queued" and run.result == {}
    assert training.main(run.name) == 0 and run.is_finished


@pytest.mark.usefixtures("own_runs")
def test_a_data_set_that_is_gone_is_a_sentence(tmp_path: Path, until: Callable) -> None:
    run = queue.submit(runs.request(str(tmp_path / "gone.h5"), "majority"))
    until(lambda: run.status == "failed", 30)
    assert "gone.h5" in run.error and run.error.endswith(".")
    assert "Traceback" not in run.log()


@pytest.mark.usefixtures("own_runs")
def test_an_unexpected_error_keeps_its_traceback_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise ZeroDivisionError("of a plug-in")

    run = create("majority")
    monkeypatch.setattr(majority, "fit", broken)
    assert training.main(run.name) == 1
    assert run.error == (
        "It ended with an unexpected error: ZeroDivisionError: of a plug-in. "
        f"Its traceback stands in {run.folder}/log.txt."
    )
    assert "Traceback" in run.log() and "in broken" in run.log()


@pytest.mark.usefixtures("own_runs")
@pytest.mark.parametrize(
    ("fault", "words"),
    [("missing", "model.onnx is missing"), ("other", "answers otherwise"), ("broken", "Its traceback stands in ")],
)
def test_an_export_that_fails_is_never_saved_as_the_export(
    fault: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(predictor: majority.Constant, folder: Path) -> None:
        really(predictor, folder)
        if fault == "missing":
            (folder / "model.onnx").unlink()
        elif fault == "broken":
            (folder / "model.onnx").write_bytes(b"The exporter ran out of memory.")
        else:
            really(majority.Constant(predictor.outputs[::-1], predictor.image_shape), folder)

    really = majority.Constant.save
    run = create("majority")
    monkeypatch.setattr(majority.Constant, "save", save)
    assert training.main(run.name) == 1
    assert run.status == "failed" and words in run.error, run.error
    assert not any((run.folder / name).exists() for name in (*runs.RESULTS, "result.json", ".results"))


@pytest.mark.usefixtures("own_runs")
def test_a_cancelled_run_stops_and_keeps_nothing_half(monkeypatch: pytest.MonkeyPatch) -> None:
    run = create("majority")
    (run.folder / "cancel").touch()
    assert training.main(run.name) == 0
    assert run.status == "stopped" and not (run.folder / "model.onnx").exists()


@pytest.mark.usefixtures("own_runs")
def test_a_cancel_is_obeyed_without_a_dispatcher_while_it_imports(until: Callable) -> None:
    run = create("cnn", {"epochs": 500})
    command = [sys.executable, "-m", "galaxy_core.training", run.name]
    place = {"cwd": Path(__file__).parents[1], "env": dict(os.environ), "stdout": subprocess.DEVNULL}
    with subprocess.Popen(command, **place) as process:
        until(lambda: run.live.get("doing") == "starting TensorFlow")
        (run.folder / "cancel").touch()
        assert process.wait(timeout=60) == 0
    assert run.status == "stopped" and not run.history


@pytest.mark.usefixtures("own_runs")
def test_two_cannot_train_one_run() -> None:
    run = create("majority")
    held = lock.take(run.folder / "alive.lock")
    with pytest.raises(galaxy_core.RunError, match="being trained already"):
        training.main(run.name)
    os.close(held)


@pytest.mark.parametrize("kilobytes", [60, 260, 400])
def test_a_full_disk_is_a_sentence(
    kilobytes: int, disk: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch, until: Callable
) -> None:
    monkeypatch.setenv("GALAXY_RUNS", str(disk(kilobytes)))
    run = queue.submit(runs.request("sample", "pca_logistic", {"components": 6, "image_size": 64}))
    until(lambda: run.status == "failed", 60)
    assert "is full" in run.error and "unexpected" not in run.error
    assert not any((run.folder / name).exists() for name in ("result.json", ".results"))


@pytest.mark.usefixtures("own_runs")
def test_a_full_data_disk_is_a_sentence(disk: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_DATA", str(disk(600)))
    run = create("majority")
    assert training.main(run.name) == 1
    assert "is full" in run.error and str(galaxy_core.data_folder()) in run.error


def test_a_wrong_name_is_a_sentence_on_stderr(own_runs: Path) -> None:
    command = [sys.executable, "-m", "galaxy_core.training", "nothing"]
    ended = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True)
    assert ended.returncode == 1 and "There is no run" in ended.stderr and "Traceback" not in ended.stderr


# Only the training part is ever changed or balanced.


@pytest.mark.usefixtures("own_runs")
def test_validation_and_test_never_change() -> None:
    made = {}
    for way in ({"augment": (), "balance": "none"}, {"augment": CHANGES, "balance": "raise_small:images=60"}):
        made[way["balance"]] = runs.create(runs.request("sample", "cnn", SMALL_CNN, **way))
        assert training.main(made[way["balance"]].name) == 0
    usual, balanced = made.values()
    assert sum(balanced.result["shown"]) > sum(usual.result["shown"]) == usual.result["rows"]["train"]
    assert balanced.result["rows"] == usual.result["rows"] and balanced.result["steps"] == usual.result["steps"]
    one, other = arrays(usual), arrays(balanced)
    for part in ("train", "validation", "test"):  # of training images too, each is predicted once, as it is
        for what in ("rows", "labels"):
            assert np.array_equal(one[f"{part}_{what}"], other[f"{part}_{what}"])
    assert not np.array_equal(one["test_probabilities"], other["test_probabilities"]), "another network, though"
    prepared = prepare.apply(open_dataset("sample").images(np.arange(300)), tuple(balanced.result["steps"]))
    said = prediction.classifier(balanced).prepared(prepared)
    for part in ("train", "validation", "test"):
        assert np.allclose(said[other[f"{part}_rows"]], other[f"{part}_probabilities"], atol=1e-5), (
            "of images as they are"
        )
    validation = other["validation_probabilities"]
    right = (validation.argmax(axis=1) == other["validation_labels"]).mean()
    assert balanced.history[-1]["val_accuracy"] == pytest.approx(right, abs=1e-6)


@pytest.mark.parametrize("balance", plugins.names(balancing))
def test_a_model_is_given_the_same_validation_whatever_is_chosen(
    balance: str, own_runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = []

    def fit(train: Examples, validation: Examples, *_: object) -> majority.Constant:
        given.append((train, validation))
        return majority.Constant(np.full(10, 0.1), train.images.shape[1:])

    monkeypatch.setattr(cnn, "fit", fit)
    text = balance.replace("raise_and_cut", "raise_and_cut:images=200")
    for way in ({"augment": (), "balance": "none"}, {"augment": CHANGES, "balance": text}):
        assert training.main(runs.create(runs.request("sample", "cnn", SMALL_CNN, **way)).name) == 0
    (plain, first), (changed, second) = given
    assert (changed.augment, changed.balance) == (augmentations.written(CHANGES), balancing.written(text))
    assert plain.augment == () and np.array_equal(plain.rows, changed.rows)
    assert np.array_equal(first.rows, second.rows) and np.array_equal(first.labels, second.labels)
    assert all(np.array_equal(a, b) for a, b in zip(first.batches(7), second.batches(7), strict=True))
    assert not set(first.rows) & set(plain.rows)
