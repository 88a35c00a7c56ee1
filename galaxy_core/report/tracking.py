"""A run in a tracking folder of MLflow (optional: `pip install mlflow-skinny`), for those whose team looks there.

The folder gets `mlflow.db` (SQLite) and `artifacts/`. MLflow's older store, a folder `mlruns` of text files, is in
maintenance since 3.x and refuses to open unless told otherwise, so it isn't used. With the whole MLflow installed, on
this machine or another one that sees the same path,

    mlflow ui --backend-store-uri sqlite:////path/of/the/folder/mlflow.db

shows it, or `mlflow ui` alone inside the folder. Artifacts are found by the absolute path that the folder had.
"""

import logging
import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from galaxy_core import AbsentError, DataError, UsageError, splits
from galaxy_core.evaluation import calibration, exporting, stored
from galaxy_core.report import card, result
from galaxy_core.report.evidence import Evidence, gather
from galaxy_core.runs import Run
from galaxy_core.storage import atomic

if TYPE_CHECKING:
    from mlflow import MlflowClient

DATABASE, ARTIFACTS = "mlflow.db", "artifacts"
MARK = "galaxy_lab.run"  # the tag by which a run is found again
INSTALL = "MLflow isn't installed: run “.venv/bin/pip install mlflow-skinny”, and export again."
QUIET = {"MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_LOGGING_LEVEL": "WARNING"}
LONGEST = 5000  # characters of a parameter or a tag
AT_ONCE = 900  # metrics that are sent together
FILES = ("model.onnx", "history.csv")

Value = tuple[str, float, int, int]  # name, value, time in ms, step


@dataclass(frozen=True)
class Exported:
    """Where a run is in MLflow; `new` is False where it was there already and has been brought up to date."""

    run: str  # MLflow's name for it
    experiment: str
    new: bool


def to_mlflow(run: Run, folder: Path) -> Exported:
    """Writes one finished run into a tracking folder of MLflow; one that is there already is brought up to date.

    Parameters, values by epoch, final scores on test images with their intervals, tags, and as files the predictions,
    the model card, the model and the history. Nothing is sent anywhere. Raises UsageError where MLflow is missing or
    the folder is a file, RunError for a run that hasn't finished, StorageError where the folder can't be written,
    DataError where MLflow can't use what is there.
    """
    evidence, folder = gather(run), folder.absolute()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: give the name of a folder.")
    if any(sign in str(folder) for sign in "?%"):  # they mean something in the address of a database
        raise UsageError(f"MLflow can't use {folder}: choose a folder without ? and % in its path.")
    with _quiet():
        _found()
        with atomic.sentences(folder):
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()  # so that a folder nobody may write to is refused here
        client, refused = _client(folder)
        try:
            with atomic.sentences(folder):
                return _export(client, evidence, folder)
        except refused as error:
            raise _unusable(folder, error) from error


def parameters(evidence: Evidence) -> dict[str, str]:
    """What was asked, as texts by name."""
    request = evidence.run.request
    common = {
        "model": request.model, "data": evidence.data, "split": request.split, "seed": request.seed,
        "preparation": " ".join(evidence.result.get("steps", request.preparation)),
        "augmentation": " ".join(request.augment), "balancing": request.balance,
    }  # fmt: skip
    return {name: str(value)[:LONGEST] or "none" for name, value in {**request.parameters, **common}.items()}


def tags(evidence: Evidence) -> dict[str, str]:
    """What it is and what made it, as texts by name; those that begin with `mlflow.` have places of their own there."""
    made_by, request = evidence.made_by, evidence.run.request
    values = {
        MARK: evidence.run.name,
        "mlflow.runName": evidence.title,
        "mlflow.note.content": card.plain(result.finding(evidence)),
        "mlflow.source.name": "galaxy_core",
        "mlflow.source.git.commit": made_by.get("commit", ""),
        "fingerprint": made_by.get("dataset_fingerprint", ""),
        "split": request.split,
        "seed": str(request.seed),
        "synthetic": "yes, drawn and not observed" if evidence.synthetic else "no",
        "origin": evidence.result.get("origin", ""),
        "code": made_by.get("code", ""),
        "note": evidence.run.metadata.note,
    }
    return {name: value[:LONGEST] for name, value in values.items() if value}


def epochs(evidence: Evidence) -> list[Value]:
    """The values of every epoch, at the time when it ended."""
    values_by_epoch, ended = [], evidence.run.request.created
    for epoch in evidence.result.get("history", []):
        ended += epoch.get("seconds", 0.0)
        values = {"epoch_seconds" if name == "seconds" else name: value for name, value in epoch.items()}
        values_by_epoch += [
            (name, value, int(1000 * ended), int(epoch["epoch"])) for name, value in values.items() if name != "epoch"
        ]
    return values_by_epoch


def scores(evidence: Evidence) -> dict[str, float]:
    """Scores on the test images with both ends of their intervals, what the baseline reaches, and what it cost."""
    cost = evidence.result.get("cost", {})
    metrics = {name: float(cost[key]) for name, key in (
        ("training_seconds", "seconds"), ("learned_numbers", "parameters"), ("peak_mb", "peak_mb"),
    ) if key in cost}  # fmt: skip
    if evidence.line is None:
        return metrics
    for measure, score in evidence.line.summary.test.values.items():
        ends = {"": score.value, "_low": score.low, "_high": score.high}
        metrics |= {f"test_{measure}{end}": float(value) for end, value in ends.items()}
    summary = evidence.line.summary
    for measure, score in (summary.validation.values if summary.validation else {}).items():
        metrics[f"validation_{measure}"] = float(score.value)
    metrics |= {"test_loss": summary.test.loss, "test_images": float(summary.n)}
    metrics |= {f"test_guessing_{measure}": value for measure, value in summary.baseline.items()}
    calibrated = (
        {} if evidence.predictions is None else {"test_calibration_error": calibration(evidence.predictions).ece}
    )
    return metrics | calibrated


def _export(client: "MlflowClient", evidence: Evidence, folder: Path) -> Exported:
    experiment = _experiment(client, evidence.data, folder)
    exported = client.search_runs([experiment], f"tags.`{MARK}` = '{evidence.run.name}'")
    began = int(1000 * evidence.run.request.created)
    run = exported[0] if exported else client.create_run(experiment, start_time=began, run_name=evidence.title)
    identity, latest = run.info.run_id, run.data.metrics
    _log(client, identity, evidence, latest)
    with tempfile.TemporaryDirectory() as place:
        _files(evidence, Path(place))
        client.log_artifacts(identity, place)
    finished = evidence.result.get("finished")
    client.set_terminated(identity, "FINISHED", end_time=int(1000 * finished) if finished else None)
    return Exported(identity, evidence.data, not exported)


def _experiment(client: "MlflowClient", name: str, folder: Path) -> str:
    """The experiment called as the data set; runs on one data set stand together."""
    experiment = client.get_experiment_by_name(name)
    if experiment is not None:
        return experiment.experiment_id
    return client.create_experiment(name, artifact_location=(folder / ARTIFACTS).as_uri())


def _log(client: "MlflowClient", identity: str, evidence: Evidence, latest: dict[str, float]) -> None:
    """Parameters, tags and metrics. What MLflow knows already, to the millisecond, it doesn't note twice."""
    from mlflow.entities import Metric, Param, RunTag

    now, last = int(1000 * time.time()), len(evidence.result.get("history", []))
    final = [(name, value, now, last) for name, value in scores(evidence).items() if latest.get(name) != value]
    client.log_batch(
        identity,
        params=[Param(name, value) for name, value in parameters(evidence).items()],
        tags=[RunTag(name, value) for name, value in tags(evidence).items()],
    )
    for batch in _in_batches([*epochs(evidence), *final]):
        client.log_batch(identity, metrics=[Metric(*value) for value in batch])


def _in_batches(values: list[Value]) -> Iterable[list[Value]]:
    return (values[first : first + AT_ONCE] for first in range(0, len(values), AT_ONCE))


def _files(evidence: Evidence, place: Path) -> None:
    """Puts the files of a run into a folder; those that aren't there are left out."""
    run = evidence.run
    (place / "model_card.md").write_bytes(card.markdown(run).encode("utf-8", "replace"))
    for name in FILES:
        if (run.folder / name).is_file():
            shutil.copyfile(run.folder / name, place / name)
    for part in splits.PARTS[1:]:
        try:
            exporting.save_predictions(
                stored.task(run), stored.predictions(run, part), place / f"predictions_{part}.csv"
            )
        except AbsentError:
            continue


def _found() -> None:
    """Raises UsageError where MLflow isn't installed."""
    try:
        import mlflow  # noqa: F401
    except ImportError as error:
        raise UsageError(INSTALL) from error


def _client(folder: Path) -> tuple["MlflowClient", type[Exception]]:
    """MLflow's client of a folder, and what it raises; makes its database if there is none."""
    from mlflow import MlflowClient
    from mlflow.exceptions import MlflowException

    try:
        return MlflowClient(tracking_uri=f"sqlite:///{folder / DATABASE}"), MlflowException
    except ImportError as error:  # what its database needs: it came with optuna here
        raise UsageError(f"{INSTALL} ({error})") from error
    except Exception as error:  # of MLflow, SQLAlchemy, alembic: their errors have no class of their own above them
        raise _unusable(folder, error) from error


def _unusable(folder: Path, error: Exception) -> DataError:
    reason = str(error).partition("\n")[0].rstrip(".")
    return DataError(f"MLflow can't use {folder / DATABASE} ({reason}): export into another folder.")


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing is sent to MLflow's makers, and what it says of its own insides isn't shown."""
    os.environ.update(QUIET)  # before it is imported, and for as long as it is
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("mlflow", "alembic"):
            logging.getLogger(name).setLevel(logging.WARNING)
        yield
