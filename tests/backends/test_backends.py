"""Every back end keeps the contract, and a second one, a file in a folder of its own, needs no edit elsewhere."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from galaxy_core import RunError, StorageError, UsageError, backends, plugins, queue, runs
from galaxy_core.backends import Job, State
from galaxy_core.plugins import parameters
from galaxy_core.queue import dispatching
from galaxy_core.storage import atomic, lock

LONG = {"epochs": 500, "image_size": 16, "filters": 4, "batch_size": 32}  # would train for many minutes
THREADS = '''
"""Threads of this process."""

import threading
from dataclasses import dataclass

from galaxy_core import RunError, runs, training
from galaxy_core.backends import State
from galaxy_core.plugins.parameters import parameter

TITLE = "Threads"
SENTENCE = "Trains in a thread."
threads, asked = {}, []


@dataclass(frozen=True)
class Options:
    room: int = parameter(1, "Room", "How much.", low=1, high=9)


def missing():
    return None


def submit(run, options):
    if options.room == 9:
        raise RunError("There is no room for that: choose less.")
    id = f"{len(threads)}-{options.room}"
    threads[id] = threading.Thread(target=training.main, args=(run.name,))
    threads[id].start()
    return id


def states(ids):
    asked.append(list(ids))
    return {id: State("running" if id in threads and threads[id].is_alive() else "ended", node="here") for id in ids}


def cancel(id):
    if id in threads:
        threads[id].join(10)
'''


@pytest.fixture
def threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A second back end, used by default."""
    (tmp_path / "plugged").mkdir()
    (tmp_path / "plugged" / "threads.py").write_text(THREADS, encoding="utf-8")
    monkeypatch.setattr(backends, "__path__", [*backends.__path__, str(tmp_path / "plugged")])
    monkeypatch.setenv("GALAXY_BACKEND", "threads")
    yield
    sys.modules.pop("galaxy_core.backends.threads", None)


@pytest.fixture(params=[*backends.names(), "threads"])
def name(request: pytest.FixtureRequest, threads: None, own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each back end, used by default, in a runs folder of its own."""
    monkeypatch.setenv("GALAXY_BACKEND", request.param)
    if request.param == "slurm":
        request.getfixturevalue("on_cluster")
    if sentence := backends.backend(request.param).missing():
        pytest.skip(sentence)
    return request.param


def waiting(model: str = "majority", **values: object) -> runs.Run:
    """A run that nobody works off."""
    return runs.create(runs.request("sample", model, values))


def test_every_head_is_sound(name: str) -> None:
    module = backends.backend(name)
    assert module.TITLE and module.SENTENCE.endswith(".")
    assert len(parameters.describe(module.Options)) == len(fields(module.Options))
    assert backends.usual() == (name, module.Options())


def test_a_job_is_known_by_its_id_until_it_has_ended(name: str, until: Callable) -> None:
    run = waiting()
    assert backends.job(run) is None and backends.states([run]) == {}
    assert backends.submit(run)
    job = backends.job(run)
    assert job and job.backend == name and job.id and job.submitted > 0
    assert backends.states([run])[run.name].is_busy or run.is_finished
    until(lambda: run.is_finished, 60)
    until(lambda: backends.states([run])[run.name] == State("ended", node=backends.states([run])[run.name].node))
    backends.cancel(run)  # of what has ended long ago


def test_a_cancelled_job_ends_and_goes_on_from_there(name: str, until: Callable) -> None:
    run = waiting("cnn", **LONG) if name == "local" else waiting()
    (run.folder / "cancel").touch()
    assert not backends.submit(run), "it was stopped before it began"
    (run.folder / "cancel").unlink()
    assert backends.submit(run) and run.state["attempts"] == 1
    (run.folder / "cancel").touch()

    def ended() -> bool:
        backends.cancel(run)
        return not backends.states([run])[run.name].is_busy

    until(ended)
    assert run.status in ("stopped", "finished")


def test_an_id_that_nobody_knows_has_ended(name: str) -> None:
    module = backends.backend(name)
    assert module.states([]) == {} and module.states(["20200101-000000-cnn-abcd"])["20200101-000000-cnn-abcd"].kind in (
        "ended", "unknown",
    )  # fmt: skip
    module.cancel("20200101-000000-cnn-abcd")


def test_a_second_one_needs_no_edit_elsewhere(threads: None, own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_BACKEND", "threads:room=3")
    monkeypatch.setattr(dispatching, "IDLE", 0.5)
    made = [waiting() for _ in range(3)]
    dispatching.dispatch()
    assert [run.status for run in made] == ["finished"] * 3, [run.log() for run in made]
    assert [backends.job(run).id for run in made] == ["0-3", "1-3", "2-3"]
    assert backends.job(made[0]).options == {"room": 3}
    assert [head.name for head in plugins.heads(backends)] == [*backends.names()]
    assert max(map(len, backends.backend("threads").asked)) == 1, "one at a time, and each look is one question"


def test_what_it_refuses_for_good_fails_the_run(threads: None, own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_BACKEND", "threads:room=9")
    run = waiting()
    assert not backends.submit(run) and run.status == "failed"
    assert run.error == "There is no room for that: choose less."


@pytest.mark.parametrize(
    ("text", "words"),
    [("nowhere", "“nowhere” is not one of the backends: choose "), ("threads:rum=3", "“rum” is not a parameter here"),
     ("threads:room=77", "room = 77 is out of range")],
)  # fmt: skip
def test_a_wrong_one_is_said_before_anything_is_made(
    text: str, words: str, threads: None, own_runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GALAXY_BACKEND", text)
    with pytest.raises(UsageError, match=words):
        queue.submit(runs.request("sample", "majority"))
    assert list(own_runs.iterdir()) == []


def test_one_that_lacks_something_says_so(threads: None, own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backends.backend("threads"), "missing", lambda: "There is no thread here: install one.")
    with pytest.raises(UsageError, match="install one"):
        backends.usual()


def test_what_is_submitted_by_one_that_is_gone_is_not_begun_again(own_runs: Path) -> None:
    run = waiting()
    atomic.write_json(run.folder / "job.json", {"backend": "gone", "id": "7", "options": {}, "submitted": 1})
    state = backends.states([run])[run.name]
    assert (state.kind, state.is_busy) == ("unknown", True) and "choose" in state.reason


@pytest.mark.parametrize("text", ["", "[]", "{", '{"backend": 3, "id": "7"}', '{"backend": "local"}', '{"id": "7"}'])
def test_a_damaged_job_is_as_if_it_were_not_there(text: str, own_runs: Path) -> None:
    run = waiting()
    (run.folder / "job.json").write_text(text, encoding="utf-8")
    assert backends.job(run) is None and backends.states([run]) == {}
    backends.cancel(run)
    (run.folder / "job.json").write_text('{"backend": "local", "id": "7", "submitted": "now", "options": 3}')
    assert backends.job(run) == Job("local", "7", {}, 0.0)


def test_what_has_ended_or_is_somebody_elses_is_not_submitted(own_runs: Path) -> None:
    finished, failed, held, gone = (waiting() for _ in range(4))
    atomic.write_json(finished.folder / "result.json", {})
    atomic.write_json(failed.folder / "state.json", {"error": "It failed."})
    handle = lock.take(held.folder / "alive.lock")
    runs.delete(gone)
    assert [backends.submit(run) for run in (finished, failed, held, gone)] == [False] * 4
    assert not gone.folder.exists(), "what was deleted doesn't come back"
    os.close(handle)


def test_attempts_are_counted_where_it_is_submitted(threads: None, own_runs: Path) -> None:
    run = waiting()
    module = backends.backend("threads")
    module.submit = lambda run, options: "7"
    module.states = lambda ids: dict.fromkeys(ids, State("ended"))
    assert [backends.submit(run) for _ in range(backends.ATTEMPTS)] == [True] * backends.ATTEMPTS
    assert run.state["attempts"] == 4 and run.status == "queued"
    (run.folder / "log.txt").write_text("loading\nno memory is left\n", encoding="utf-8")
    assert not backends.submit(run) and run.status == "failed"
    assert "interrupted 4 times" in run.error and run.error.endswith("the last it said was: no memory is left")


def test_what_cannot_be_asked_now_is_tried_again(threads: None, own_runs: Path) -> None:
    def full(run: runs.Run, options: object) -> str:
        raise StorageError("The disk is full.")

    run = waiting()
    backends.backend("threads").submit = full
    with pytest.raises(StorageError):
        backends.submit(run)
    assert run.status == "queued"
    with pytest.raises(RunError, match="There is no run"):
        runs.find("20200101-000000-cnn-abcd")
