"""A run in MLflow: written, read again by its own client, brought up to date, and nothing sent anywhere."""

import socket
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from galaxy_core import DataError, RunError, StorageError, UsageError, runs
from galaxy_core.evaluation import summaries
from galaxy_core.report import tracking
from galaxy_core.report.evidence import gather
from galaxy_core.storage import atomic
from tests.report.conftest import EPOCHS

pytestmark = pytest.mark.skipif(find_spec("mlflow") is None, reason="pip install mlflow-skinny")  # not imported yet


def client(folder: Path):
    with tracking._quiet():
        from mlflow import MlflowClient

        return MlflowClient(tracking_uri=f"sqlite:///{folder / tracking.DATABASE}")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of MLflow, which takes it seconds to make."""
    folder = tmp_path_factory.mktemp("mlflow")
    client(folder)
    return folder / tracking.DATABASE


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A tracking folder of one's own, without the seconds."""
    (tmp_path / "my runs").mkdir()
    (tmp_path / "my runs" / tracking.DATABASE).write_bytes(prepared.read_bytes())
    return tmp_path / "my runs"


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reaches for the network fails."""

    def refuse(self, address):
        raise AssertionError(f"it reached for {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_everything_can_be_read_again(make: Callable, folder: Path) -> None:
    run = make(0.7, title="My <run>", origin="random weights", history=EPOCHS, kept_epoch=2)
    (run.folder / "history.csv").write_text("epoch,loss\n")
    made = tracking.to_mlflow(run, folder)
    assert made.new and made.experiment == "Sample (drawn galaxies)"
    known = client(folder)
    data, info = known.get_run(made.run).data, known.get_run(made.run).info
    assert (info.status, info.run_name, info.end_time) == ("FINISHED", "My <run>", int(1.7e12))
    assert data.params["model"] == "pca_logistic" and data.params["seed"] == "0" and data.params["split"] == "80/10/10"
    assert {name: data.params[name] for name in run.request.parameters} == {
        name: str(value) for name, value in run.request.parameters.items()
    }
    score = summaries.summary(run).test.values["macro_f1"]
    ends = [data.metrics[f"test_macro_f1{end}"] for end in ("", "_low", "_high")]
    assert ends == [score.value, score.low, score.high] and data.metrics["learned_numbers"] == 12345
    history = known.get_metric_history(made.run, "val_loss")
    assert [(one.step, one.value) for one in history] == [(one["epoch"], one["val_loss"]) for one in EPOCHS]
    assert data.tags[tracking.MARK] == run.name and data.tags["synthetic"].startswith("yes") and data.tags["origin"]
    assert data.tags["fingerprint"] == run.result["made_by"]["dataset_fingerprint"]
    files = {one.path for one in known.list_artifacts(made.run)}
    assert files == {
        "model.onnx", "model_card.md", "history.csv", "predictions_test.csv", "predictions_validation.csv",
    }  # fmt: skip


def test_twice_is_once_and_up_to_date(make: Callable, folder: Path) -> None:
    run = make(0.7, history=EPOCHS)
    first = tracking.to_mlflow(run, folder)
    runs.describe(run, "Renamed")
    document = atomic.read_json(run.folder / "result.json")
    document["history"] = [*EPOCHS, {**EPOCHS[1], "epoch": 3, "val_loss": 0.5}]
    document["cost"]["seconds"] = 120.0
    atomic.write_json(run.folder / "result.json", document)
    second = tracking.to_mlflow(run, folder)
    assert (second.run, second.new) == (first.run, False)
    known = client(folder)
    experiment = known.get_experiment_by_name(first.experiment).experiment_id
    assert [one.info.run_name for one in known.search_runs([experiment])] == ["Renamed"]
    assert [one.value for one in known.get_metric_history(first.run, "val_loss")] == [2.1, 1.5, 0.5]
    assert known.get_run(first.run).data.metrics["training_seconds"] == 120
    assert len(known.get_metric_history(first.run, "test_accuracy")) == 1, "what has not changed is not noted again"
    other = tracking.to_mlflow(make(0.5), folder)
    assert other.new and len(known.search_runs([experiment])) == 2


def test_more_epochs_than_are_sent_at_once(make: Callable, folder: Path) -> None:
    epochs = [{"epoch": number, "loss": 1 / number, "val_loss": 2 / number} for number in range(1, 701)]
    made = tracking.to_mlflow(make(0.7, history=epochs), folder)
    assert len(client(folder).get_metric_history(made.run, "val_loss")) == 700


def test_what_is_missing_is_left_out(make: Callable, folder: Path) -> None:
    run = make(0.7)
    for name in ("model.onnx", "predictions.npz"):
        (run.folder / name).unlink()
    known, made = client(folder), tracking.to_mlflow(run, folder)
    assert {one.path for one in known.list_artifacts(made.run)} == {"model_card.md"}
    assert "test_accuracy" not in known.get_run(made.run).data.metrics


def test_a_new_folder_is_made(make: Callable, tmp_path: Path) -> None:
    made = tracking.to_mlflow(make(0.7), tmp_path / "a" / "b c")
    assert client(tmp_path / "a" / "b c").get_run(made.run).info.run_id == made.run


def test_folders_that_cannot_be_used(make: Callable, own_runs: Path, tmp_path: Path, monkeypatch) -> None:
    run, waiting = make(0.7), runs.create(runs.request("sample", "majority"))
    (tmp_path / "file").write_text("x")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / tracking.DATABASE).write_text("this is no database, but a text of some length" * 50)
    for place, kind, words in (
        ("file", UsageError, "is a file"), ("50%", UsageError, r"without \? and %"),
        ("damaged", DataError, "MLflow can't use"),
    ):  # fmt: skip
        with pytest.raises(kind, match=words):
            tracking.to_mlflow(run, tmp_path / place)
    with pytest.raises(StorageError, match="can't be used"):
        tracking.to_mlflow(run, Path("/proc/here"))
    with pytest.raises(RunError, match="hasn't finished"):
        tracking.to_mlflow(waiting, tmp_path / "x")


def test_an_experiment_that_was_deleted_there_is_a_sentence(make: Callable, folder: Path) -> None:
    run = make(0.7)
    experiment = client(folder).get_experiment_by_name(tracking.to_mlflow(run, folder).experiment).experiment_id
    client(folder).delete_experiment(experiment)
    with pytest.raises(DataError, match="export into another folder"):
        tracking.to_mlflow(make(0.5), folder)


def test_where_mlflow_is_missing_it_says_how_to_get_it(make: Callable, tmp_path: Path, monkeypatch) -> None:
    run = make(0.7)
    monkeypatch.setitem(sys.modules, "mlflow", None)
    with pytest.raises(UsageError, match=r"pip install mlflow-skinny"):
        tracking.to_mlflow(run, tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_names_and_texts_before_anything_is_sent(make: Callable) -> None:
    found = gather(make(0.7, history=EPOCHS))
    assert tracking.parameters(found)["augmentation"] == "none"
    values = tracking.epochs(found)
    assert {name for name, *_ in values} == {"loss", "accuracy", "val_loss", "val_accuracy", "epoch_seconds"}
    times = sorted({moment for _, _, moment, _ in values})
    assert times[1] - times[0] == 2000 and times[0] == pytest.approx(1000 * (found.run.request.created + 2), abs=1)
