"""Several who want to work off one runs folder: two dispatchers, two apps."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks import browser, evidence, visitor
from galaxy_core import runs
from galaxy_core.storage import lock

ROOT = Path(__file__).parents[1]


@pytest.fixture
def watched(own_runs: Path) -> evidence.Sampler:
    """Looks meanwhile how many train at once; one is allowed."""
    sampler = evidence.Sampler(own_runs, 1)
    sampler.start()
    return sampler


def create(count: int) -> list[runs.Run]:
    """Queued runs, for which nobody has started a dispatcher."""
    return [runs.create(runs.request("sample", "majority")) for _ in range(count)]


def check(made: list[runs.Run], watched: evidence.Sampler) -> None:
    """All have finished after one attempt each, never two at once."""
    assert evidence.ended(made).faults == () and watched.check().faults == ()
    assert [run.log().count("classifying all images") for run in made] == [1] * len(made)


def test_of_two_dispatchers_one_works_and_the_other_goes(own_runs: Path, watched: evidence.Sampler) -> None:
    made = create(4)
    both = [subprocess.Popen([sys.executable, "-m", "galaxy_core.queue"], cwd=ROOT) for _ in range(2)]
    assert [process.wait(timeout=100) for process in both] == [0, 0]
    check(made, watched)


def test_two_apps_on_one_folder(own_runs: Path, watched: evidence.Sampler, tmp_path: Path, until: Callable) -> None:
    made = create(3)
    with ExitStack() as stack:
        addresses = [stack.enter_context(browser.app({}, tmp_path / f"app-{number}.log")) for number in range(2)]
        readers = [stack.enter_context(visitor.session(address)) for address in addresses]
        for reader in readers:
            reader.visit("Train")
        while not all(run.is_finished for run in made):
            for reader in readers:
                reader.idle(0.1)
        for reader in readers:
            reader.visit("Compare")
    assert [reader.errors for reader in readers] == [[], []]
    check(made, watched)
    until(lambda: not lock.is_held(own_runs / ".queue.lock"))
