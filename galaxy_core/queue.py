"""The queue: a small dispatcher, one per runs folder, that starts queued runs and goes on with interrupted ones.

`python -m galaxy_core.queue` needs no open page and no server, and ends when there is nothing to do. Whoever submits,
opens a page or starts the app makes sure that it is there (`ensure`).
"""

import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

import numpy as np

import galaxy_core
from galaxy_core import RunError, StorageError, UsageError, models, runs
from galaxy_core.datasets.files import atomic, lock
from galaxy_core.plugins import parameters

CODE = Path(__file__).parents[1]
POLL = 0.3  # seconds
IDLE = 3.0  # seconds without work after which it ends
ATTEMPTS = 4  # without a new epoch, after which an interrupted run has failed
START = 20.0  # seconds until a run learns and after it has: imports, preparing and classifying images
ALIKE = 5.0  # times less arithmetic, from which on an earlier run says nothing about the time
SHARE = 0.4  # of the machine's peak that training reaches
RETRY = 30.0  # seconds until a run is tried again that couldn't be started: the disk was full, another had its lock
GRACE = (0.8, 1.6)  # seconds after a cancel until SIGTERM, until SIGKILL


def submit(asked: runs.Request) -> runs.Run:
    """Puts a request into the queue and makes sure that somebody works it off."""
    slots()  # a wrong number is said here, to the person, and not by the dispatcher, to its log
    run = runs.create(asked)
    ensure()
    return run


def ensure() -> None:
    """Starts a dispatcher unless one is there or there is nothing to do."""
    if lock.is_held(_lock()) or not runs.going():
        return
    folder = galaxy_core.runs_folder()
    with suppress(StorageError), atomic.sentences(folder), open(folder / ".queue.log", "ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "galaxy_core.queue"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, env=_environment(),
        )  # fmt: skip
        threading.Thread(target=process.wait, daemon=True).start()  # or it stays a zombie once it has ended


def stop(run: runs.Run) -> None:
    """Asks a run to stop; within two seconds it has. Raises RunError where it has ended already."""
    if run.status not in ("queued", "running"):
        raise RunError(f"The run {run.name} is not going on: it is {run.status}.")
    with atomic.sentences(run.folder):
        (run.folder / "cancel").touch()
    ensure()


def resume(run: runs.Run) -> None:
    """Puts a stopped or failed run back into the queue; it goes on from its last epoch. Raises RunError otherwise."""
    if run.status not in ("stopped", "failed"):
        raise RunError(f"The run {run.name} can't go on: it is {run.status}.")
    atomic.write_json(run.folder / "state.json", {})
    (run.folder / "cancel").unlink(missing_ok=True)
    ensure()


def estimate(asked: runs.Request, images: int, classes: int) -> float:
    """Seconds that a run will about take here, given its number of training images and classes.

    By the arithmetic it needs, and the speed that finished runs of the same model reached on this machine; before
    there is one, by a short measurement of the machine.
    """
    work = _work(asked, images, classes)
    paces, rests = [], []
    for run in [run for run in runs.every() if run.request.model == asked.model and run.is_finished][:20]:
        done, cost = run.result, run.result.get("cost", {}).get("seconds", 0.0)
        learning = sum(epoch["seconds"] for epoch in done.get("history", [])) or cost
        before = _work(run.request, done.get("rows", {}).get("train", images), len(done.get("classes", ())))
        if before > work / ALIKE:  # a tiny run says how fast things start, not how fast they learn
            rests.append(max(0.0, cost - learning))
            paces.append(before / max(learning, 0.1))
    if paces and median(paces) > 0:
        return work / median(paces) + median(rests)
    return START + work / (SHARE * _peak())


def _work(asked: runs.Request, images: int, classes: int) -> float:
    module = models.model(asked.model)
    return module.work(parameters.parse(module.Parameters, asked.parameters), images, classes)


def _peak() -> float:
    """GFLOP/s of a matrix product here and now, on all cores this process may use."""
    square, best, began = np.ones((512, 512), np.float32), 1.0, time.perf_counter()
    while time.perf_counter() - began < 0.15:  # the best of many: what the machine can do, not what others leave of it
        at = time.perf_counter()
        square @ square
        best = min(best, time.perf_counter() - at)
    return 2 * 512**3 / best / 1e9


def slots() -> int:
    """How many runs train at once: `$GALAXY_SLOTS`, by default 1 (training uses all cores)."""
    text = os.environ.get("GALAXY_SLOTS") or "1"
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise UsageError(f"GALAXY_SLOTS = “{text}” can't be used: give a whole number from 1 to 1000.")
    return int(text)


def dispatch() -> None:
    """Works the queue off: oldest first, at most `slots()` at once. Returns when nothing is left or it isn't needed."""
    held = lock.take(_lock())
    if held is None:
        return
    children, refused, idle = {}, {}, time.monotonic()
    while time.monotonic() - idle < IDLE:
        for name in [name for name, (process, _) in children.items() if process.poll() is not None]:
            del children[name]
        _hurry(children)
        waiting = [(run, run.status) for run in runs.going()]
        alive = sum(status == "running" for _, status in waiting)
        for run, status in reversed(waiting):
            if alive >= slots():
                break
            if status != "queued" or run.name in children or time.monotonic() < refused.get(run.name, 0):
                continue
            if process := _start(run):
                children[run.name] = (process, None)
                alive += 1
            elif run.status == "queued":
                refused[run.name] = time.monotonic() + RETRY
        if children or alive:
            idle = time.monotonic()
        time.sleep(POLL)
    os.close(held)
    if any(run.name not in refused for run in runs.going()):
        ensure()  # for a run that came between the last look and here


def _hurry(children: dict[str, tuple[subprocess.Popen, float | None]]) -> None:
    """Ends by signals what a cancel alone doesn't end in time: an import or one long step looks at no file."""
    for name, (process, asked) in children.items():
        if not (galaxy_core.runs_folder() / name / "cancel").exists():
            continue
        waited = time.monotonic() - asked if asked else 0.0
        children[name] = (process, asked or time.monotonic())
        if waited > GRACE[1]:
            process.kill()
        elif waited > GRACE[0]:
            process.terminate()


def _start(run: runs.Run) -> subprocess.Popen | None:
    """A process for the run that inherits its lock, or None if somebody else has it or it has failed too often."""
    held = lock.take(run.folder / "alive.lock")
    if held is None:
        return None
    try:
        if not (run.folder / "request.json").exists():  # just deleted; taking its lock brought the folder back
            shutil.rmtree(run.folder, ignore_errors=True)
            return None
        if not _count_attempt(run):
            return None
        os.set_inheritable(held, True)
        with open(run.folder / "log.txt", "ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "galaxy_core.training", run.name], pass_fds=(held,),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={**_environment(), "GALAXY_LOCK": str(held), "OMP_NUM_THREADS": str(run.request.threads)},
            )  # fmt: skip
    except (OSError, StorageError) as error:
        print(f"{run.name} can't be started: {error}", flush=True)
        return None
    finally:
        os.close(held)


def _count_attempt(run: runs.Run) -> bool:
    """Notes one more attempt at this epoch; after four without a new one the run fails with what it last said."""
    epoch, state = len(run.history), run.state
    attempts = state.get("attempts", 0) + 1 if state.get("epoch") == epoch else 1
    if attempts > ATTEMPTS:
        said = (run.log().strip().splitlines() or ["nothing"])[-1]
        sentence = f"It was interrupted {ATTEMPTS} times without finishing an epoch; the last it said was: {said}"
        atomic.write_json(run.folder / "state.json", {**state, "error": sentence})
        return False
    atomic.write_json(run.folder / "state.json", {"attempts": attempts, "epoch": epoch})
    return True


def _lock() -> Path:
    return galaxy_core.runs_folder() / ".queue.lock"


def _environment() -> dict[str, str]:
    """Ours, with absolute folders, so that it doesn't matter where the process starts."""
    path = os.pathsep.join(filter(None, [str(CODE), os.environ.get("PYTHONPATH")]))
    folders = {"GALAXY_DATA": str(galaxy_core.data_folder()), "GALAXY_RUNS": str(galaxy_core.runs_folder())}
    return {**os.environ, **folders, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}


if __name__ == "__main__":
    dispatch()
