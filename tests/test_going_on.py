"""Finished and stopped runs that go on for more epochs: their results are replaced whole, or not at all."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import RunError, UsageError, queue, runs, training
from galaxy_core.models import TargetEpochs
from galaxy_core.storage import lock


@pytest.fixture(autouse=True)
def _environment_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """`training.main` pins threads in the environment of its process, which here is ours."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


@pytest.fixture
def done(finished: dict[str, runs.Run], own_runs: Path) -> runs.Run:
    """A copy of the finished CNN of three epochs."""
    return copied(finished["cnn"], own_runs)


@pytest.fixture(scope="module")
def shorter(finished: dict[str, runs.Run], train: Callable) -> runs.Run:
    """The same run but for its last epoch: look only."""
    return train(runs.like(finished["cnn"], {"epochs": 2}))


@pytest.fixture
def short(shorter: runs.Run, own_runs: Path) -> runs.Run:
    """A copy of the run of two epochs."""
    return copied(shorter, own_runs)


def equal(run: runs.Run, other: runs.Run) -> bool:
    """Whether two runs ended with the same numbers, bit for bit."""
    pairs = [(arrays(run, name), arrays(other, name)) for name in ("predictions.npz", "weights.npz")]
    return all(a.keys() == b.keys() and all(np.array_equal(a[key], b[key]) for key in a) for a, b in pairs)


def copied(run: runs.Run, folder: Path, digit: str = "0") -> runs.Run:
    """A copy of a run under another name."""
    name = f"{run.name[:-1]}{digit}"
    shutil.copytree(run.folder, folder / name)
    return runs.find(name)


def arrays(run: runs.Run, name: str = "predictions.npz") -> dict[str, np.ndarray]:
    """What a result file holds."""
    with np.load(run.folder / name, allow_pickle=False) as stored:
        return {key: stored[key] for key in stored}


def test_it_goes_on_and_ends_as_if_it_had_never_ended(short: runs.Run, finished: dict, until: Callable) -> None:
    other = queue.submit(runs.request("sample", "majority"))
    queue.resume(short, 1)
    assert short.target_epochs == TargetEpochs(3, 2) and short.is_finished and short.status in ("queued", "running")
    assert runs.waiting()[-1:] in ([], [short]), "behind the others"
    until(lambda: short.status == "finished" and not short.is_alive and other.is_finished, 180)
    assert [values["epoch"] for values in short.history] == [1, 2, 3]
    assert short.result["kept_epoch"] == finished["cnn"].result["kept_epoch"]
    assert short.result["goal"]["epochs"] == 3 and equal(short, finished["cnn"])
    rows = (short.folder / "history.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("epoch,") and [row.split(",")[0] for row in rows[1:]] == ["1", "2", "3"]
    assert [path.name for path in (short.folder / "checkpoints").iterdir()] == ["0003"]


def test_killed_while_its_results_are_replaced(
    short: runs.Run, finished: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(source: Path, target: Path, move: Callable = os.replace) -> None:
        if Path(target).name == "predictions.npz":
            raise KeyboardInterrupt
        move(source, target)

    monkeypatch.setattr(queue, "ensure", lambda: None)
    queue.resume(short, 1)
    assert short.status == "queued" and short.is_finished and len(short.history) == 2
    before = arrays(short)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            training.main(short.name)
    assert not short.is_finished and short.status == "queued" and len(short.history) == 3
    assert training.main(short.name) == 0
    assert short.status == "finished" and len(short.history) == 3 and equal(short, finished["cnn"])
    assert not np.array_equal(arrays(short)["test_probabilities"], before["test_probabilities"])


@pytest.mark.usefixtures("without_tensorflow")
def test_stopped_meanwhile_it_is_finished_with_its_earlier_results(
    train: Callable, own_runs: Path, until: Callable
) -> None:
    done = copied(train(runs.request("sample", "cnn", {"epochs": 3, "image_size": 16})), own_runs)
    before = {name: (done.folder / name).read_bytes() for name in (*runs.RESULTS, "result.json")}
    queue.resume(done, 400)
    until(lambda: len(done.learned) > 3, 120)
    assert done.status == "running" and done.is_finished and len(done.history) > 3
    assert done.live["epochs"] == 403
    queue.stop(done)
    until(lambda: done.status == "finished")
    until(lambda: not done.is_alive)
    assert len(done.history) == 3 and all((done.folder / name).read_bytes() == was for name, was in before.items())
    queue.resume(done)  # to the epochs that were asked for
    assert done.target_epochs == TargetEpochs(403, 3) and done.status in ("queued", "running")
    queue.stop(done)
    until(lambda: not done.is_alive)
    queue.resume(done, 1)
    reached = len(done.learned)
    assert done.target_epochs == TargetEpochs(reached + 1, reached)
    until(lambda: done.status == "finished", 120)
    assert len(done.history) == reached + 1


def test_what_cannot_go_on(done: runs.Run, finished: dict, own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "ensure", lambda: None)
    with pytest.raises(RunError, match="it is finished. Say for how many more epochs"):
        queue.resume(done)
    for epochs in (0, -1, 100_000):
        with pytest.raises(UsageError, match=f"{epochs} more epochs can't be learned: give a whole number from 1 to"):
            queue.resume(done, epochs)
    with pytest.raises(RunError, match="it is finished, and its model doesn't learn in epochs"):
        queue.resume(copied(finished["majority"], own_runs), 3)
    held = lock.take(done.folder / "alive.lock")
    with pytest.raises(RunError, match="it is running"):
        queue.resume(done, 1)
    os.close(held)
    assert done.target_epochs is None
    shutil.rmtree(done.folder / "checkpoints")
    with pytest.raises(RunError, match="its last checkpoint is gone"):
        queue.resume(done, 1)
    queued = runs.create(runs.request("sample", "majority"))
    with pytest.raises(RunError, match="it is queued"):
        queue.resume(queued)


def test_a_stopped_run_may_be_given_another_end(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "ensure", lambda: None)
    run = runs.create(runs.request("sample", "cnn"))
    (run.folder / "cancel").touch()
    (run.folder / "live.json").write_text('{"doing": "done"}', encoding="utf-8")
    queue.resume(run, 2)
    assert run.target_epochs == TargetEpochs(2, 0) and run.status == "queued" and run.state == run.live == {}


def test_ended_early_it_is_scored_and_goes_on_as_if_it_had_not(finished: dict, own_runs: Path, until: Callable) -> None:
    run = runs.create(runs.like(finished["cnn"]))
    (run.folder / runs.FINISH).touch()  # as `queue.finish` does of one that learns
    queue.ensure()
    until(lambda: run.status == "finished", 120)
    assert len(run.history) == 1 and run.target_epochs == TargetEpochs(1, 0) and run.planned_epochs == 3
    assert run.result["kept_epoch"] == 1 and not (run.folder / runs.FINISH).exists() and not run.ends_early
    assert runs.title(run).endswith("ended at epoch 1 of 3") and arrays(run)["test_probabilities"].sum() > 0
    assert runs.changes(run, finished["cnn"]) == ("epochs 3 → 1",)
    until(lambda: not run.is_alive)
    queue.resume(run)
    assert run.target_epochs == TargetEpochs(3, 0) and run.planned_epochs is None
    assert runs.title(run) == runs.title(finished["cnn"])
    until(lambda: run.status == "finished", 120)
    assert len(run.history) == 3 and equal(run, finished["cnn"])


def test_what_cannot_end_early(done: runs.Run, own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "ensure", lambda: None)
    with pytest.raises(RunError, match="it is finished"):
        queue.finish(done)
    with pytest.raises(RunError, match="its model doesn't learn in epochs"):
        queue.finish(runs.create(runs.request("sample", "majority")))
    with pytest.raises(RunError, match="it has learned nothing yet"):
        queue.finish(runs.create(runs.request("sample", "cnn")))
    shutil.copytree(done.folder / "checkpoints", (queued := runs.create(done.request)).folder / "checkpoints")
    queue.finish(queued)
    assert queued.ends_early and queued.status == "queued"
