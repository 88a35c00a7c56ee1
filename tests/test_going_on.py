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


def copied(run: runs.Run, folder: Path, digit: str = "0") -> runs.Run:
    """A copy of a run under another name."""
    name = f"{run.name[:-1]}{digit}"
    shutil.copytree(run.folder, folder / name)
    return runs.find(name)


def arrays(run: runs.Run, name: str = "predictions.npz") -> dict[str, np.ndarray]:
    """What a result file holds."""
    with np.load(run.folder / name, allow_pickle=False) as stored:
        return {key: stored[key] for key in stored}


def test_it_goes_on_and_ends_as_if_it_had_never_ended(done: runs.Run, own_runs: Path, until: Callable) -> None:
    (done.folder / "result.json").unlink()
    shutil.rmtree(done.folder / "checkpoints")  # a fresh one, with a rate that doesn't depend on all the epochs
    steady = {"epochs": 2, "schedule": "constant"}
    short, long = (queue.submit(runs.like(done, steady | {"epochs": epochs})) for epochs in (2, 4))
    (done.folder / "cancel").touch()
    until(lambda: short.is_finished, 120)
    queue.resume(short, 2)
    assert short.target_epochs == TargetEpochs(4, 2) and short.is_finished and short.status in ("queued", "running")
    assert runs.waiting()[-1:] in ([], [short]), "behind the others"
    until(lambda: short.status == "finished" and long.status == "finished", 180)
    assert [values["epoch"] for values in short.history] == [1, 2, 3, 4] and short.result["kept_epoch"] == 4
    assert short.result["goal"]["epochs"] == 4 and len(short.history) == len(long.history)
    for name in ("predictions.npz", "weights.npz"):
        mine, theirs = arrays(short, name), arrays(long, name)
        assert sorted(mine) == sorted(theirs) and all(np.array_equal(mine[key], theirs[key]) for key in mine)
    rows = (short.folder / "history.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("epoch,") and [row.split(",")[0] for row in rows[1:]] == ["1", "2", "3", "4"]
    assert [path.name for path in (short.folder / "checkpoints").iterdir()] == ["0004"]


def test_killed_while_its_results_are_replaced(
    done: runs.Run, finished: dict, own_runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unbroken, move = copied(finished["cnn"], own_runs, "1"), os.replace

    def killed(source: Path, target: Path) -> None:
        if Path(target).name == "predictions.npz":
            raise KeyboardInterrupt
        move(source, target)

    monkeypatch.setattr(queue, "ensure", lambda: None)
    for run in (done, unbroken):
        queue.resume(run, 1)
        assert run.status == "queued" and run.is_finished and len(run.history) == 3
    before = arrays(done)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            training.main(done.name)
    assert not done.is_finished and done.status == "queued" and len(done.history) == 4
    assert [training.main(run.name) for run in (done, unbroken)] == [0, 0]
    assert done.status == unbroken.status == "finished" and len(done.history) == 4
    first, second = arrays(done), arrays(unbroken)
    assert all(np.array_equal(first[name], second[name]) for name in first)
    assert not np.array_equal(first["test_probabilities"], before["test_probabilities"])


def test_stopped_meanwhile_it_is_finished_with_its_earlier_results(done: runs.Run, until: Callable) -> None:
    before = {name: (done.folder / name).read_bytes() for name in (*runs.RESULTS, "result.json")}
    queue.resume(done, 400)
    until(lambda: len(done.learned) > 3, 120)
    assert done.status == "running" and done.is_finished and len(done.history) > 3
    assert done.live["epochs"] == 403
    queue.stop(done)
    until(lambda: done.status == "finished", 2.5)
    until(lambda: not done.is_alive, 5)
    assert len(done.history) == 3 and all((done.folder / name).read_bytes() == was for name, was in before.items())
    reached = len(done.learned)
    queue.resume(done)  # to the epochs that were asked for
    until(lambda: len(done.learned) > reached, 120)
    queue.stop(done)
    until(lambda: not done.is_alive, 5)
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
