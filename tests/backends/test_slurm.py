"""Runs on a real Slurm: submitted, known, ended, killed, requeued, refused; without one it says so."""

import os
import subprocess
import time
from collections.abc import Callable

import pytest

from galaxy_core import RunError, StorageError, UsageError, backends, queue, runs
from galaxy_core.backends import slurm

LONG = {"epochs": 500, "image_size": 16, "filters": 4, "batch_size": 32}  # would train for many minutes


def asked(model: str = "majority", options: dict | None = None, **values: object) -> runs.Run:
    """A run for the cluster, which nobody works off yet."""
    where = backends.asked_for("slurm", options or {"memory": 1, "time": 5})
    return runs.create_all([runs.request("sample", model, values)], {"backend": "slurm", "options": where.options})[0]


def state(run: runs.Run) -> str:
    return backends.states([run])[run.name].kind


def test_without_slurm_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "sbatch isn't found" in str(slurm.missing())
    with pytest.raises(UsageError, match="no Slurm"):
        backends.asked_for("slurm", {})


@pytest.mark.usefixtures("on_cluster")
def test_a_run_is_a_job_until_it_is_finished(until: Callable) -> None:
    run = asked()
    assert backends.submit(run) and backends.job(run).id == slurm.submit(run, slurm.Options())  # the same job again
    until(lambda: run.is_finished, 120, "the job")
    until(lambda: state(run) == "ended", 30)
    about = backends.about(run, run.status)
    assert about["backend"] == "slurm" and about["job"] and not backends.is_limited(run)
    assert "sbatch" not in run.log()


@pytest.mark.usefixtures("on_cluster")
def test_what_slurm_refuses_is_its_sentence() -> None:
    for options, words in (({"partition": "nowhere"}, "partition"), ({"flags": "'open"}, "further flags")):
        with pytest.raises(RunError, match=f"(?i){words}"):
            backends.asked_for("slurm", options)


@pytest.mark.usefixtures("on_cluster")
def test_a_job_that_can_never_begin_ends_its_run_with_the_reason(until: Callable) -> None:
    run = runs.create_all(
        [runs.request("sample", "majority")], {"backend": "slurm", "options": {"memory": 1, "time": 600}}
    )[0]
    queue.ensure()
    until(lambda: run.status == "failed", 60, "the refusal")
    assert "never start" in run.error and "Partition" in run.error
    until(lambda: state(run) == "ended", 30)


@pytest.mark.long
@pytest.mark.usefixtures("on_cluster")
def test_requeued_and_killed_it_goes_on_from_its_last_epoch(until: Callable) -> None:
    run = asked("cnn", **LONG)
    queue.ensure()
    until(lambda: len(run.learned) >= 2, 180, "two epochs")
    first = backends.job(run).id
    subprocess.run(["scontrol", "requeue", first], check=True)
    until(lambda: not run.is_alive, 30, "the requeue")
    learned = len(run.learned)
    until(lambda: len(run.learned) > learned, 180, "going on after the requeue")
    assert backends.job(run).id == first
    for process in subprocess.run(["pgrep", "-f", f"galaxy_core.training {run.name}"], capture_output=True, text=True,
                                  check=False).stdout.split():  # fmt: skip
        os.kill(int(process), 9)
    learned = len(run.learned)
    until(lambda: backends.job(run).id != first and len(run.learned) > learned, 180, "the next job")
    assert [epoch["epoch"] for epoch in run.learned] == list(range(1, len(run.learned) + 1))
    queue.stop(run)
    until(lambda: run.status == "stopped" and state(run) == "ended", 30, "the stop")


@pytest.mark.usefixtures("on_cluster")
def test_where_slurm_is_away_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    run = asked()
    assert backends.submit(run)
    monkeypatch.setenv("PATH", "")
    time.sleep(0.3)
    assert state(run) == "unknown" and backends.states([run])[run.name].is_busy
    with pytest.raises(StorageError):
        slurm.cancel(backends.job(run).id)
