"""What a model reports, as it stands in the run's folder."""

import csv
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core import runs
from galaxy_core.models import Stopped, TargetEpochs
from galaxy_core.runs import dispatcher
from galaxy_core.storage import atomic
from galaxy_core.training import progress as module
from galaxy_core.training.progress import RunProgress

VALUES = {"loss": 1.5, "accuracy": 0.4, "val_loss": 1.25, "val_accuracy": 0.5, "learning_rate": 1e-3, "seconds": 2.0}


@pytest.fixture
def ensured(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often somebody brought the dispatcher back; none is started."""
    calls: list[str] = []
    monkeypatch.setattr(dispatcher, "bring_back", lambda: calls.append("ensured"))
    return calls


@pytest.fixture
def run(own_runs: Path, ensured: list[str]) -> runs.Run:
    """A run that nobody works off."""
    return runs.create(runs.request("sample", "cnn", {"epochs": 3}, seed=4))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """`clock(seconds)` lets so many seconds pass."""
    passed = [time.monotonic()]
    monkeypatch.setattr(module.time, "monotonic", lambda: passed[0])

    def wait(seconds: float) -> None:
        passed[0] += seconds

    return wait


def learn(progress: RunProgress, *epochs: int) -> None:
    """Reports epochs as a model does."""
    for epoch in epochs:
        progress.epoch({"epoch": epoch, **VALUES}, lambda folder: (folder / "network.npz").write_bytes(b"x"))


def test_speed_time_left_and_memory(run: runs.Run, clock: Callable) -> None:
    progress = RunProgress(run)
    clock(10)
    progress.batch(1, 3, 1, 11, 64)
    clock(1)
    progress.batch(1, 3, 2, 11, 64)
    live = run.live
    assert (live["doing"], live["epoch"], live["epochs"], live["batch"], live["batches"]) == ("learning", 1, 3, 2, 11)
    assert live["images_per_second"] == 64, "the first batch waits for what is made once"
    assert live["seconds_left"] == 9 + 2 * 11 and live["seconds"] == 11
    assert 10 < live["memory_mb"] <= live["peak_mb"] * 1.01 and live["cpu_seconds"] > 0
    progress.last_epoch = 20
    clock(1)
    progress.batch(2, 3, 1, 11, 64)
    clock(1)
    progress.batch(2, 3, 11, 11, 14)
    assert run.live["images_per_second"] == 14 and run.live["seconds_left"] == 20, "validation takes its time too"


def test_a_share_is_shown_now_and_then(run: runs.Run, clock: Callable) -> None:
    progress = RunProgress(run)
    clock(1)
    progress.share("preparing images", 43, 100)
    assert run.live["doing"] == "preparing images, 43 %"
    progress.share("preparing images", 44, 100)
    assert run.live["doing"] == "preparing images, 43 %", "not for each block"


def test_no_time_is_negative_where_the_clock_is_set_back(run: runs.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    progress = RunProgress(run)
    monkeypatch.setattr(module.time, "time", lambda: 0.0)
    progress.say("starting TensorFlow")
    progress.batch(1, 3, 1, 2, 64)
    progress.batch(1, 3, 2, 2, 64)
    assert run.live["seconds"] >= 0 and run.live["seconds_left"] >= 0
    learn(progress, 1)
    assert RunProgress(run).spent()["seconds"] >= 0


def test_an_epoch_is_a_checkpoint_a_table_and_a_dispatcher(run: runs.Run, ensured: list[str]) -> None:
    progress = RunProgress(run)
    assert (progress.seed, progress.target_epochs, progress.checkpoint(), progress.history()) == (4, None, None, [])
    learn(progress, 1, 2, 3)
    assert sorted(path.name for path in (run.folder / "checkpoints").iterdir()) == ["0002", "0003"]
    assert progress.checkpoint().name == "0003" and len(ensured) == 3
    assert [values["epoch"] for values in progress.history()] == [1, 2, 3] and run.history == progress.history()
    with open(run.folder / "history.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["val_loss"]) for row in rows] == [1.25] * 3 and list(rows[0]) == ["epoch", *VALUES]
    progress.keep(1)
    assert [path.name for path in (run.folder / "checkpoints").iterdir()] == ["0003"]
    assert (
        RunProgress(run).before["seconds"]
        == json.loads((run.folder / "checkpoints" / "0003" / "history.json").read_text())["spent"]["seconds"]
    )


def test_a_table_that_a_kill_left_behind_is_caught_up(run: runs.Run) -> None:
    progress = RunProgress(run)
    progress.tabulate()
    assert not (run.folder / "history.csv").exists(), "nothing has been learned"
    learn(progress, 1, 2)
    (run.folder / "history.csv").unlink()
    RunProgress(run).tabulate()
    assert len((run.folder / "history.csv").read_text().splitlines()) == 3


def test_a_goal_is_passed_on(run: runs.Run) -> None:
    atomic.write_json(run.folder / "goal.json", {"epochs": 5, "since": 3})
    assert RunProgress(run).target_epochs == TargetEpochs(5, 3)


def test_a_cancel_is_met_everywhere_but_at_the_end(run: runs.Run) -> None:
    progress = RunProgress(run)
    (run.folder / "cancel").touch()
    for report in (
        lambda: progress.say("x"), lambda: progress.share("x", 1, 2), lambda: progress.batch(1, 1, 1, 1, 1),
        lambda: learn(progress, 1),
    ):  # fmt: skip
        with pytest.raises(Stopped):
            report()
    assert len(progress.history()) == 1, "what was learned is kept"
    progress.done()
    assert run.live["doing"] == "done"


def test_nothing_depends_on_what_is_shown(run: runs.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    progress = RunProgress(run)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refused)
        progress.say("starting TensorFlow")
    assert run.live == {} and not (run.folder / ".live").exists()
