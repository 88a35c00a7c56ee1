"""What an app may hold: no run, one, forty of three data sets, a live one; all are copies of runs trained once."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import galaxy_core
from galaxy_core import queue, runs
from tests.pages import stored_runs

MANY = 40
LONG = {"epochs": 500, "image_size": 16, "batch_size": 8}  # of a run that learns as long as it is looked at
NONE, ONE, FORTY, LIVE = STATES = ("no run", "one run", "forty runs", "a live run")


def make(state: str, trained: list[runs.Run]) -> None:
    """Leaves in the runs folder now in force only what belongs to the state; a live run is begun by `living`."""
    folder = galaxy_core.runs_folder()
    for path in folder.glob("[!.]*"):
        shutil.rmtree(path)
    if state in (ONE, LIVE):
        stored_runs.copy(trained[0], folder)
    if state == FORTY:
        for number in range(MANY):
            _copied(trained[number % len(trained)], number)
        for ended in ("failed", "stopped"):
            stored_runs.unfinished(ended)


def _copied(run: runs.Run, number: int) -> None:
    """A copy that was begun hours earlier, with another seed."""
    created = run.request.created - 3600 * number
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(created))
    name = f"{stamp}-{run.request.model}-{number:04x}"
    stored_runs.copy(run, galaxy_core.runs_folder(), name, created=created, seed=number)


@contextmanager
def living(until: Callable[..., None]) -> Iterator[None]:
    """Meanwhile a run learns, and another one waits for it."""
    run = queue.submit(runs.request("sample", "cnn", LONG))
    queue.submit(runs.request("sample", "majority"))
    until(lambda: "batch" in run.live, 120, "the run that learns meanwhile")
    try:
        yield
    finally:
        end(until)


def end(until: Callable[..., None]) -> None:
    """Stops whatever goes on."""
    for run in runs.every():
        if run.status in ("queued", "running"):
            (run.folder / "cancel").touch()
    until(lambda: not any(run.is_alive for run in runs.every()), 60, "stopping what went on")


def addresses(state: str) -> dict[str, str]:
    """The addresses of all pages, with their titles, as there are files of pages; of votes, too, where there are runs
    on them."""
    names = [path.stem.partition("_")[2] for path in sorted(Path("pages").glob("[0-9]_*.py"))]
    found = {"": "Ten shapes of galaxies"} | {name: name for name in names[1:]}
    if state != FORTY:
        return found
    votes = _one("sample_votes", "cnn")
    beside = f"Inspect?run={_one('sample', 'cnn').name}&beside={_one('sample', 'pca_logistic').name}"
    return found | {
        "?dataset=sample_votes": "", "Explore?dataset=sample_votes": "Explore", "Train?dataset=sample_votes": "Train",
        "Compare?dataset=sample_votes": "Compare", f"Inspect?run={votes.name}": "Inspect",
        f"Classify?model={votes.name}": "Classify", beside: "Inspect",
    }  # fmt: skip


def _one(dataset: str, model: str) -> runs.Run:
    return next(run for run in runs.every() if (run.request.dataset, run.request.model) == (dataset, model))
