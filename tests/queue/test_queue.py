"""The order of the queue: places, what comes after what, and a runs folder that can't be written."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core import RunError, StorageError, UsageError, backends, queue, runs
from galaxy_core.queue import dispatching, starting
from galaxy_core.storage import atomic, processes

LONG = {"epochs": 500, "image_size": 16, "filters": 4, "batch_size": 32}  # would train for many minutes


def waiting(count: int) -> list[runs.Run]:
    """Runs that nobody works off."""
    return [runs.create(runs.request("sample", "majority")) for _ in range(count)]


@pytest.mark.usefixtures("own_runs")
def test_move() -> None:
    a, b, c, d = waiting(4)
    for run, place, order in (
        (c, 1, [c, a, b, d]), (c, 2, [a, c, b, d]), (a, 4, [c, b, d, a]), (a, 99, [c, b, d, a]), (b, 2, [c, b, d, a]),
    ):  # fmt: skip
        queue.move(run, place)
        assert runs.waiting() == order
    with pytest.raises(UsageError, match="no place 0 in the queue: give a whole number from 1 to 4"):
        queue.move(a, 0)
    (b.folder / "cancel").touch()
    with pytest.raises(RunError, match="doesn't wait in the queue: it is stopped"):
        queue.move(b, 1)
    for run in (c, d):
        (run.folder / "cancel").touch()
    queue.move(a, 1)
    assert runs.waiting() == [a]


@pytest.mark.usefixtures("own_runs")
def test_there_is_always_a_place_between_two() -> None:
    made = waiting(3)
    for _ in range(80):  # halving a number that often leaves nothing of it
        last = runs.waiting()[-1]
        queue.move(last, 2)
        assert runs.waiting()[1] == last
    for run in made:
        (run.folder / "place.json").unlink()  # of an earlier version
    queue.move(made[2], 1)
    assert runs.waiting() == [made[2], made[0], made[1]]
    assert runs.create(made[0].request).place > max(run.place for run in made)


@pytest.mark.usefixtures("own_runs")
def test_the_dispatcher_keeps_the_order(until: Callable) -> None:
    made = waiting(3)
    queue.move(made[2], 1)
    queue.ensure()
    until(lambda: all(run.is_finished for run in made), 60)
    ends = {run.result["finished"]: run for run in made}
    assert [ends[end] for end in sorted(ends)] == [made[2], made[0], made[1]]


@pytest.mark.usefixtures("own_runs", "without_tensorflow")
def test_a_run_waits_until_the_one_before_it_has_ended(monkeypatch: pytest.MonkeyPatch, until: Callable) -> None:
    monkeypatch.setenv("GALAXY_SLOTS", "3")
    first = queue.submit(runs.request("sample", "cnn", LONG))
    second = queue.submit(runs.request("sample", "majority", after=first.name))
    third = queue.submit(runs.request("sample", "majority"))
    until(lambda: third.is_finished and first.is_alive, 60)
    assert second.status == "queued" and not second.state
    queue.stop(first)
    until(lambda: second.is_finished, 60)


def test_what_comes_after_a_run_that_is_gone_begins(own_runs: Path) -> None:
    first, second = waiting(2)
    after = runs.create(runs.request("sample", "majority", after=first.name))
    assert runs.ready(runs.going()) == [first, second]
    runs.delete(first)
    assert runs.ready(runs.going()) == [second, after]


def test_a_folder_that_can_only_be_read(disk: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    place = disk(2000)
    monkeypatch.setenv("GALAXY_RUNS", str(place))
    queued, stopped = waiting(2)
    (stopped.folder / "cancel").touch()
    atomic.write_json(queued.folder / "state.json", {"attempts": 1})
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    assert set(runs.every()) == {queued, stopped} and runs.waiting() == [queued] and runs.unreadable() == {}
    assert stopped.status == "stopped" and runs.title(queued).startswith("Majority baseline")
    queue.ensure()
    for refused in (
        lambda: queue.submit(runs.request("sample", "majority")),
        lambda: queue.stop(queued),
        lambda: queue.resume(stopped),
        lambda: queue.move(queued, 1),
        lambda: runs.describe(queued, title="x"),
        lambda: runs.delete(stopped),
    ):
        with pytest.raises(StorageError, match="can't be written"):
            refused()
    assert runs.waiting() == [queued] and stopped.status == "stopped"


def test_many_submits_start_one_dispatcher(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    began, sleeper = [], ["-c", "import time; time.sleep(60)"]

    def start(words: list[str], log: Path, *more: object) -> subprocess.Popen[bytes]:
        began.append(words)
        return really(sleeper, log)

    really = processes.start
    monkeypatch.setattr(processes, "start", start)
    for _ in range(3):
        queue.submit(runs.request("sample", "majority"))
    assert began == [["-m", "galaxy_core.queue"]], "the first has not got its lock yet"
    starting._dispatchers[own_runs][0].kill()
    starting._dispatchers[own_runs][0].wait()
    queue.submit(runs.request("sample", "majority"))
    assert len(began) == 2, "it was killed"
    monkeypatch.setattr(starting, "FRESH", 0)
    queue.submit(runs.request("sample", "majority"))
    assert len(began) == 3, "one that hangs before it has its lock hangs nobody"
    for process in starting._dispatchers[own_runs][:1]:
        process.kill()


def test_a_run_that_cannot_be_started_unexpectedly_fails_alone(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(run: runs.Run) -> bool:
        raise ZeroDivisionError("of a back end")

    run = waiting(1)[0]
    monkeypatch.setattr(backends, "submit", broken)
    assert not dispatching._submit(run) and run.status == "failed"
    assert run.error.endswith(f"ZeroDivisionError: of a back end. Its traceback stands in {own_runs}/errors.log.")
    assert "in broken" in (own_runs / "errors.log").read_text(encoding="utf-8")


def test_a_dispatcher_that_ends_unexpectedly_is_said_until_one_works(
    own_runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import sys\nif 'galaxy_core.queue' in sys.orig_argv:\n    from galaxy_core import runs\n    runs.going "
        "= None\n"
    )
    (tmp_path / "sitecustomize.py").write_text(code, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{Path(__file__).parents[2]}")
    command = [sys.executable, "-m", "galaxy_core.queue"]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True)
    (said,) = queue.hindrances()
    assert ended.returncode == 1 and ended.stderr.strip() == said
    assert said.startswith("The dispatcher ended unexpectedly") and said.endswith(f"stands in {own_runs}/errors.log.")
    monkeypatch.setattr(dispatching, "IDLE", 0.01)
    monkeypatch.setattr(dispatching, "POLL", 0.0)
    dispatching.dispatch()
    assert queue.hindrances() == ()
