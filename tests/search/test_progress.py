"""Searches carried out: nothing asked twice, nothing lost whoever is killed, the hopeless ended early."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from galaxy_core import queue, runs
from galaxy_core import search as searches
from galaxy_core.queue import starting
from galaxy_core.search import Dimension, progress, proposals
from galaxy_core.storage import atomic, lock
from tests.search.planted import DROPOUT, FILTERS, begin, finish, learn


@pytest.fixture(autouse=True)
def ended(own_runs: Path) -> Iterator[None]:
    """Closes what a test leaves open, or its processes would go on."""
    yield
    for search in searches.going():
        searches.close(search)


def test_a_grid_is_asked_for_at_once_and_a_torn_one_is_completed() -> None:
    search = begin(FILTERS, Dimension("dropout", (0.1, 0.2)))
    searches.ask(search, [{"filters": 16, "dropout": 0.1}], 1.0)  # the submitter was killed after the first
    progress.advance(search)
    wanted = searches.grid(search.plan)
    assert sorted(map(str, (searches.values(search, run) for run in search.trials))) == sorted(map(str, wanted))
    assert not search.is_open
    runs.delete(search.trials[0])
    progress.advance(search)
    assert len(search.trials) == 5, "what is deleted later stays so"


def test_tpe_asks_for_as_many_as_train_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    search = begin(DROPOUT, FILTERS, tpe=4)
    for _ in range(3):
        progress.advance(search)
    assert len(search.trials) == 1
    monkeypatch.setenv("GALAXY_SLOTS", "3")
    progress.advance(search)
    assert len(search.trials) == 3 and len({str(searches.values(search, one)) for one in search.trials}) == 3
    for run in search.trials:
        finish(run, 0.5)
    progress.advance(search)
    assert len(search.trials) == 4 and search.is_open, "the last may still be ended early"
    finish(search.trials[-1], 0.6)
    progress.advance(search)
    assert not search.is_open and len(search.trials) == 4


@pytest.mark.parametrize("measure", ["accuracy", "loss"])
def test_a_hopeless_trial_is_ended_early_and_a_good_one_is_not(measure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_SLOTS", "2")
    search = begin(DROPOUT, tpe=6, measure=measure)
    for _ in range(3):
        progress.advance(search)
        for run in search.trials[:4]:
            if run.status == "queued":
                finish(run, 0.7, [0.5, 0.6, 0.7])
    good, bad = search.trials[4:]
    held = [learn(good, [0.4, 0.65]), learn(bad, [0.3, 0.31])]
    progress.advance(search)
    for one in held:
        os.close(one)
    assert searches.pruned(good) is None and bad.status == "stopped"
    best = "loss was 0.690" if measure == "loss" else "accuracy was 0.310"
    assert searches.pruned(bad) == (
        f"after 2 epochs its validation {best}, worse than the median of the finished trials by then"
    )
    assert search.is_open and len(search.trials) == 6
    finish(good, 0.8)
    progress.advance(search)
    assert not search.is_open


def test_too_few_to_judge_by_and_a_search_that_does_not_prune() -> None:
    for more in ({}, {"prune": False}):
        search = begin(DROPOUT, tpe=9, **more)
        for number in range(4 if more else 3):
            progress.advance(search)
            finish(search.trials[number], 0.7, [0.5, 0.6])
        progress.advance(search)
        held = learn(search.trials[-1], [0.1, 0.1])
        progress.advance(search)
        os.close(held)
        assert searches.pruned(search.trials[-1]) is None


def test_failed_and_stopped_trials_count_but_say_nothing() -> None:
    search = begin(DROPOUT, tpe=3)
    progress.advance(search)
    atomic.write_json(search.trials[0].folder / "state.json", {"error": "It failed."})
    progress.advance(search)
    (search.trials[1].folder / "cancel").touch()
    progress.advance(search)
    assert len(search.trials) == 3 and [proposals.score(search, run) for run in search.trials] == [None] * 3
    finish(search.trials[2], 0.25)
    assert proposals.score(search, search.trials[2]) == 0.25


def test_several_at_it_ask_for_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_SLOTS", "2")
    search = begin(DROPOUT, tpe=4)
    proposals.proposal(search, [])
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: progress.advance(search), range(12)))
    assert len(search.trials) == 2


def test_what_cannot_go_on_closes_the_search_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    search = begin(DROPOUT, tpe=4)

    def broken(*_: object) -> None:
        raise ValueError("no luck")

    monkeypatch.setattr(progress, "proposal", broken)
    progress._advance(search)
    log = search.folder.parents[1] / "errors.log"
    assert search.reason == f"It ended with an unexpected error: ValueError: no luck. Its traceback stands in {log}."
    assert "in broken" in log.read_text(encoding="utf-8")


def processes(folder: Path, word: str = "galaxy_core") -> list[int]:
    """The processes that work in a runs folder, and no others."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            inside = f"GALAXY_RUNS={folder}".encode() in (place / "environ").read_bytes().split(b"\0")
            words = (place / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if inside and any(word in one for one in words):
            found.append(int(place.name))
    return found


def kill(folder: Path, word: str = "galaxy_core") -> int:
    """Kills them; returns how many there were."""
    there = processes(folder, word)
    for number in there:
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return len(there)


def all_dead(folder: Path) -> bool:
    """Kills also what was just being started; whether none is left, nor their locks, which are freed a moment later."""
    return not kill(folder) and not any(lock.is_held(folder / name) for name in (".search.lock", ".queue.lock"))


def test_killed_in_the_middle_it_ends_as_if_never_killed(own_runs: Path, until: Callable) -> None:
    asked = runs.request("sample", "pca_logistic", {"image_size": 16})
    space = [Dimension("components", (), 1, 12), Dimension("strength", (), 0.01, 10.0, True)]
    search = searches.begin(asked, searches.plan(space, 5))
    queue.ensure()
    until(lambda: len(search.trials) >= 1, 60, "the first trial")
    until(lambda: processes(own_runs, "galaxy_core.search"), 30)
    assert kill(own_runs, "galaxy_core.search") >= 1  # the dispatcher notices
    until(lambda: len(search.trials) >= 2, 90, "the second trial")
    assert kill(own_runs) >= 2  # search, dispatcher and training
    until(lambda: all_dead(own_runs))
    queue.ensure()  # as any page or command does
    until(lambda: len(search.trials) >= 4, 120, "the fourth trial")
    until(lambda: all_dead(own_runs))
    starting._search_begun.clear()
    queue.ensure()
    until(lambda: not search.is_open, 120, "the end")
    until(lambda: not processes(own_runs), 30, "nobody is left when nothing is to do")
    trials = search.trials
    assert [run.status for run in trials] == ["finished"] * 5, [run.error for run in trials]
    for number, run in enumerate(trials):
        assert proposals.proposal(search, trials[:number]) == searches.values(search, run)


def test_the_process_ends_where_there_is_nothing_to_do(own_runs: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "galaxy_core.search"]
    ended = subprocess.run(command, env={**os.environ, "GALAXY_RUNS": str(own_runs)}, timeout=60, capture_output=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
