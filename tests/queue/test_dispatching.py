"""The dispatcher with real processes: what is submitted is trained, whoever is killed meanwhile."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import RunError, UsageError, backends, queue, runs
from galaxy_core.queue import dispatching
from galaxy_core.storage import lock, processes

LONG = {"epochs": 500, "image_size": 16, "filters": 4, "batch_size": 32}  # would train for many minutes
DIES = "import os, signal, sys\nif 'galaxy_core.training' in sys.orig_argv: os.kill(os.getpid(), signal.SIGKILL)\n"


@pytest.fixture
def dispatchers(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen]:
    """The dispatchers that this process starts, as they come."""
    started, popen = [], subprocess.Popen

    def keep(*arguments: object, **options: object) -> subprocess.Popen:
        started.append(popen(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(processes.subprocess, "Popen", keep)
    return started


def process_of(run: runs.Run) -> int | None:
    """The number of the process that trains a run."""
    found = subprocess.run(["pgrep", "-f", f"galaxy_core.training {run.name}"], capture_output=True, text=True)
    return int(found.stdout.split()[0]) if found.stdout.split() else None


def submit(model: str = "majority", values: dict | None = None, **changed: object) -> runs.Run:
    """Submits a run on the sample."""
    return queue.submit(replace(runs.request("sample", model, values), **changed))


@pytest.mark.usefixtures("own_runs")
def test_one_at_a_time_and_the_oldest_first(until: Callable) -> None:
    made = [submit() for _ in range(3)]
    most = 0
    while not all(run.is_finished for run in made):
        most = max(most, sum(run.is_alive for run in made))
        assert not any(run.error for run in made)
        time.sleep(0.05)
    assert most == 1
    ends = [run.result["finished"] for run in made]
    assert ends == sorted(ends)
    until(lambda: not lock.is_held(made[0].folder.parent / ".queue.lock"), 60, "the dispatcher's end once all is done")


@pytest.mark.usefixtures("own_runs")
def test_several_at_once_where_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_SLOTS", "2")
    made = [submit() for _ in range(3)]
    most = 0
    while not all(run.is_finished for run in made):
        most = max(most, sum(run.is_alive for run in made))
        time.sleep(0.02)
    assert most == 2


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "1001"])
def test_a_wrong_number_of_slots_is_said_before_anything_is_made(
    text: str, own_runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GALAXY_SLOTS", text)
    with pytest.raises(UsageError, match=f"GALAXY_SLOTS = “{text}”"):
        submit()
    assert list(own_runs.iterdir()) == []


@pytest.mark.usefixtures("own_runs")
def test_stop_at_once_and_go_on(until: Callable) -> None:
    run = submit("cnn", LONG)
    until(lambda: run.is_alive, 30)
    queue.stop(run)  # while it still imports TensorFlow, which looks at no file
    until(lambda: run.status == "stopped")
    assert not run.history, "it didn't wait until something is learned"
    queue.resume(run)
    until(lambda: len(run.history) >= 1, 120)
    queue.stop(run)
    until(lambda: run.status == "stopped")
    epochs = len(run.history)
    assert epochs < LONG["epochs"]
    with pytest.raises(RunError, match="it is stopped"):
        queue.stop(run)
    queue.resume(run)
    until(lambda: len(run.history) > epochs, 120)
    assert [values["epoch"] for values in run.history] == list(range(1, len(run.history) + 1))
    with pytest.raises(RunError, match="it is running"):
        queue.resume(run)


@pytest.mark.usefixtures("own_runs", "without_tensorflow")
def test_a_waiting_run_is_stopped_at_once(until: Callable) -> None:
    first, second = submit("cnn", LONG), submit()
    queue.stop(second)
    assert second.status == "stopped"
    until(lambda: first.is_alive, 30)
    queue.stop(first)
    until(lambda: first.status == "stopped")
    assert second.status == "stopped" and not second.state


@pytest.mark.usefixtures("own_runs")
def test_killed_training_goes_on_and_ends_bit_for_bit_as_if_never_killed(finished: dict, until: Callable) -> None:
    unbroken = finished["cnn"]
    run = submit("cnn", unbroken.request.parameters)
    for epoch in (1, 2):
        until(lambda epoch=epoch: len(run.history) >= epoch or run.is_finished, 120)
        victim = process_of(run)
        if victim and not run.is_finished:
            os.kill(victim, signal.SIGKILL)
            until(lambda victim=victim: process_of(run) != victim)
    until(lambda: run.status in ("finished", "failed"), 180)
    assert run.is_finished, run.log()
    assert run.log(100_000).count("starting TensorFlow") >= 2, "it was killed at least once"
    with np.load(run.folder / "predictions.npz") as mine, np.load(unbroken.folder / "predictions.npz") as theirs:
        assert sorted(mine) == sorted(theirs)
        assert all(np.array_equal(mine[name], theirs[name]) for name in mine)
    with np.load(run.folder / "weights.npz") as mine, np.load(unbroken.folder / "weights.npz") as theirs:
        assert all(np.array_equal(mine[name], theirs[name]) for name in theirs)
    times = ("seconds",)
    assert [{k: v for k, v in e.items() if k not in times} for e in run.result["history"]] == [
        {k: v for k, v in e.items() if k not in times} for e in unbroken.result["history"]
    ]


@pytest.mark.usefixtures("own_runs", "without_tensorflow")
def test_a_killed_dispatcher_is_replaced(dispatchers: list[subprocess.Popen], until: Callable) -> None:
    first, second = submit("cnn", LONG), submit()
    until(lambda: process_of(first), 30)
    for dispatcher in dispatchers:
        dispatcher.kill()
    until(lambda: not lock.is_held(first.folder.parent / ".queue.lock"))
    assert first.is_alive and second.status == "queued", "the training itself goes on"
    queue.stop(first)  # whoever does anything makes sure that a dispatcher is there
    until(lambda: second.is_finished, 60)
    assert first.status == "stopped"


@pytest.mark.usefixtures("own_runs", "without_tensorflow")
def test_a_training_brings_a_killed_dispatcher_back(dispatchers: list[subprocess.Popen], until: Callable) -> None:
    first, second = submit("cnn", LONG), submit()
    until(lambda: process_of(first), 30)
    dispatchers[0].kill()
    dispatchers[0].wait()
    until(lambda: first.history and lock.is_held(first.folder.parent / ".queue.lock"), 120)
    (first.folder / "cancel").touch()  # and nobody makes sure of anything
    until(lambda: second.is_finished, 60)


@pytest.mark.usefixtures("own_runs")
def test_a_run_that_always_dies_fails_after_four_attempts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, until: Callable
) -> None:
    (tmp_path / "sitecustomize.py").write_text(DIES, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    run = submit()
    until(lambda: run.status == "failed", 30)
    assert run.state["attempts"] == backends.ATTEMPTS
    assert "interrupted 4 times" in run.error
    monkeypatch.delenv("PYTHONPATH")
    until(lambda: not lock.is_held(run.folder.parent / ".queue.lock"))
    queue.resume(run)
    until(lambda: run.is_finished, 60)


@pytest.mark.usefixtures("own_runs")
def test_what_cannot_be_started_is_not_tried_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "ensure", lambda: pytest.fail("another dispatcher would meet the same"))
    run = runs.create(runs.request("sample", "majority"))
    tried = []
    monkeypatch.setattr(backends, "submit", lambda run: tried.append(run.name))
    monkeypatch.setattr(dispatching, "IDLE", 0.5)
    monkeypatch.setattr(dispatching, "POLL", 0.02)
    dispatching.dispatch()
    assert tried == [run.name]


def test_nothing_is_started_where_nothing_waits(own_runs: Path, dispatchers: list[subprocess.Popen]) -> None:
    queue.ensure()
    assert dispatchers == [] and list(own_runs.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to look into a process")
@pytest.mark.usefixtures("own_runs")
def test_threads_are_pinned_before_numpy_is_loaded(until: Callable) -> None:
    run = submit("cnn", LONG, threads=1)
    until(lambda: process_of(run), 30)
    environment = Path(f"/proc/{process_of(run)}/environ").read_bytes().split(b"\0")
    assert b"OMP_NUM_THREADS=1" in environment


def test_the_module_is_its_own_program(own_runs: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "galaxy_core.queue"], cwd=Path(__file__).parents[2], capture_output=True, timeout=60
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
