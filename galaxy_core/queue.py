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
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median

import numpy as np

import galaxy_core
from galaxy_core import GalaxyError, RunError, StorageError, UsageError, models, runs
from galaxy_core.augmentations import balancing
from galaxy_core.plugins import parameters
from galaxy_core.runs import searches
from galaxy_core.storage import atomic, lock

CODE = Path(__file__).parents[1]
POLL = 0.3  # seconds
IDLE = 3.0  # seconds without work after which it ends
ATTEMPTS = 4  # without a new epoch, after which an interrupted run has failed
START = 20.0  # seconds until a run learns and after it has: imports, preparing and classifying images
ALIKE = 5.0  # times less arithmetic, from which on an earlier run says nothing about the time
SHARE = 0.4  # of the machine's peak that training reaches
SEARCH = 5.0  # seconds until a process for the searches is started again
RETRY = 30.0  # seconds until a run is tried again that couldn't be started: the disk was full, another had its lock
GRACE = (0.8, 1.6)  # seconds after a cancel until SIGTERM, until SIGKILL

_search_begun: dict[Path, float] = {}  # when this process last started one for the searches, by runs folder


def submit(asked: runs.Request) -> runs.Run:
    """Puts a request into the queue and makes sure that somebody works it off."""
    return submit_all([asked])[0]


def submit_all(wanted: list[runs.Request]) -> list[runs.Run]:
    """Puts several requests into the queue, in their order."""
    slots()  # a wrong number is said here, to the person, and not by the dispatcher, to its log
    made = [runs.create(asked) for asked in wanted]
    ensure()
    return made


def ensure() -> None:
    """Starts a dispatcher, and a process for the searches, unless they are there or there is nothing to do."""
    _ensure_search()
    if not lock.is_held(_lock()) and (runs.going() or searches.going()):
        _spawn("galaxy_core.queue")


def _ensure_search() -> None:
    """Starts a process that carries the open searches out, unless one is there or was started just now."""
    lately = time.monotonic() - _search_begun.get(galaxy_core.runs_folder(), -SEARCH)
    if lately >= SEARCH and not lock.is_held(search_lock()) and searches.going():
        _search_begun[galaxy_core.runs_folder()] = time.monotonic()
        _spawn("galaxy_core.evaluation.searching")


def _spawn(module: str) -> None:
    folder = galaxy_core.runs_folder()
    with suppress(StorageError), atomic.sentences(folder), open(folder / ".queue.log", "ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", module],
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


def resume(run: runs.Run, epochs: int | None = None) -> None:
    """Puts a run that has ended back into the queue, behind the others; it goes on from its last epoch.

    `epochs`: so many more than it has now. A finished run needs them, unless it was stopped before it had those that
    were asked for. Raises RunError where that can't be, UsageError for a wrong number.
    """
    goal = _more(run, epochs)
    held = lock.take(run.folder / "alive.lock")
    if held is None:
        raise RunError(f"The run {run.name} can't go on: it is running.")
    try:  # a stopped run goes on once its cancel is gone, a finished one once it has a goal: each step may be the last
        atomic.write_json(run.folder / "state.json", {})
        runs.put_at_end(run)
        if goal:
            atomic.write_json(run.folder / "goal.json", goal)
        with atomic.sentences(run.folder):
            (run.folder / "live.json").unlink(missing_ok=True)  # what it was doing when it ended
            (run.folder / "cancel").unlink(missing_ok=True)
    finally:
        os.close(held)
    ensure()


def _more(run: runs.Run, epochs: int | None) -> dict | None:
    """What goal.json is to hold for so many more epochs; None where the run simply goes on to its end."""
    status, sorry = run.status, f"The run {run.name} can't go on"
    if status in ("queued", "running"):
        raise RunError(f"{sorry}: it is {status}.")
    if epochs is None and not run.is_done:
        return None
    if "epochs" not in run.request.parameters:
        raise RunError(f"{sorry}: it is {status}, and its model doesn't learn in epochs.")
    if epochs is None:
        raise RunError(f"{sorry}: it is finished. Say for how many more epochs it is to learn.")
    done = len(run.learned)
    if run.is_finished and done < len(run.result.get("history", [])):
        raise RunError(f"{sorry}: its last checkpoint is gone. Train again, with more epochs.")
    if not 1 <= epochs <= runs.EPOCHS - done:
        raise UsageError(f"{epochs} more epochs can't be learned: give a whole number from 1 to {runs.EPOCHS - done}.")
    return {"epochs": done + epochs, "since": done, "asked": round(time.time(), 3)}


def move(run: runs.Run, place: int) -> None:
    """Gives a waiting run another place in the queue: 1 is the next to begin, one too large the last.

    Raises RunError where it doesn't wait, UsageError for a place that there isn't.
    """
    waiting = runs.waiting()
    if run not in waiting:
        raise RunError(f"The run {run.name} doesn't wait in the queue: it is {run.status}.")
    if place < 1:
        raise UsageError(f"There is no place {place} in the queue: give a whole number from 1 to {len(waiting)}.")
    waiting.remove(run)
    waiting.insert(place - 1, run)
    at = waiting.index(run)
    places = [one.place for one in waiting]
    low = places[at - 1] if at else min(places) - 2
    high = places[at + 1] if at + 1 < len(places) else max(places) + 2
    if low < (middle := (low + high) / 2) < high:
        atomic.write_json(run.folder / "place.json", {"place": middle})
    else:  # no number is left between the two
        for number, one in enumerate(waiting):
            atomic.write_json(one.folder / "place.json", {"place": number})


def estimate(asked: runs.Request, counts: np.ndarray) -> float:
    """Seconds that a run will about take here, given how many training images each class has: int64 (k,).

    By the arithmetic it needs, and the speed that finished runs of the same model reached on this machine; before
    there is one, by a short measurement of the machine.
    """
    work = _gflop(asked, int(balancing.shown(asked.balance, counts).sum()), len(counts))
    paces, rests = [], []
    for run in [run for run in runs.every() if run.request.model == asked.model and run.is_finished][:20]:
        done = run.result
        cost = done.get("cost", {}).get("seconds", 0.0)
        learning = sum(epoch.get("seconds", 0.0) for epoch in done.get("history", [])) or cost
        before = _gflop_done(run.request, done)
        if before > work / ALIKE:  # a tiny run says how fast things start, not how fast they learn
            rests.append(max(0.0, cost - learning))
            paces.append(before / max(learning, 0.1))
    if paces and median(paces) > 0:
        return work / median(paces) + median(rests)
    return START + work / (SHARE * _peak())


def _gflop_done(asked: runs.Request, done: dict) -> float:
    """The arithmetic behind a result: of the epochs it has, not of those it was to have. 0 where nobody can tell."""
    epochs = {"epochs": len(done["history"])} if done.get("history") and "epochs" in asked.parameters else {}
    with suppress(GalaxyError):  # parameters that this version doesn't know, or not so large
        learned = replace(asked, parameters=asked.parameters | epochs)
        return _gflop(
            learned, int(sum(done.get("shown") or [done.get("rows", {}).get("train", 0)])), len(done.get("classes", ()))
        )
    return 0.0


def _gflop(asked: runs.Request, images: int, classes: int) -> float:
    module = models.model(asked.model)
    return module.gflop(parameters.parse(module.Parameters, asked.parameters), images, classes)


@cache
def _peak() -> float:
    """GFLOP/s of matrix products on all cores this process may use, whatever else they do meanwhile.

    By the processor time of one thread: products this small are computed by one, and a busy machine says the same as
    an idle one.
    """
    square, products, began, used = np.ones((64, 64), np.float32), 0, time.perf_counter(), time.thread_time()
    out = np.empty_like(square)
    while time.perf_counter() - began < 0.15:
        for _ in range(50):
            np.matmul(square, square, out=out)
        products += 50
    return 2 * 64**3 * products / max(time.thread_time() - used, 1e-3) * runs.threads() / 1e9


def slots() -> int:
    """How many runs train at once: `$GALAXY_SLOTS`, by default 1 (training uses all cores)."""
    text = os.environ.get("GALAXY_SLOTS") or "1"
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise UsageError(f"GALAXY_SLOTS = “{text}” can't be used: give a whole number from 1 to 1000.")
    return int(text)


def dispatch() -> None:
    """Works the queue off in its order, at most `slots()` at once. Returns when nothing is left or it isn't needed."""
    held = lock.take(_lock())
    if held is None:
        return
    atomic.sweep(galaxy_core.runs_folder())
    children, refused, idle = {}, {}, time.monotonic()
    while time.monotonic() - idle < IDLE:
        for name in [name for name, (process, _) in children.items() if process.poll() is not None]:
            del children[name]
        _hurry(children)
        going = runs.going()
        busy = {run.name for run in going if run.status == "running"} | set(children)
        for run in _ready(going):
            if len(busy) >= slots():
                break
            if run.name in busy or time.monotonic() < refused.get(run.name, 0):
                continue
            if process := _start(run):
                children[run.name] = (process, None)
                busy.add(run.name)
            elif run.status == "queued":
                refused[run.name] = time.monotonic() + RETRY
        _ensure_search()
        if busy or searches.going():
            idle = time.monotonic()
        time.sleep(POLL)
    os.close(held)
    if any(run.name not in refused for run in runs.going()):
        ensure()  # for a run that came between the last look and here


def _ready(going: list[runs.Run]) -> list[runs.Run]:
    """The queued ones that may begin now, in their order: what they come after has ended."""
    names = {run.name for run in going}
    queued = runs.in_order([run for run in going if run.status == "queued"])
    return [run for run in queued if not run.request.waits_for & (names - {run.name})]


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
    held = None
    try:
        if (held := lock.take(run.folder / "alive.lock")) is None:
            return None
        if not (run.folder / "request.json").exists():  # just deleted; taking its lock brought the folder back
            shutil.rmtree(run.folder, ignore_errors=True)
            return None
        if run.is_done or run.error or (run.folder / "cancel").exists() or not _count_attempt(run):
            return None  # it has ended since it was looked at
        os.set_inheritable(held, True)
        with open(run.folder / "log.txt", "ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "galaxy_core.training", run.name], pass_fds=(held,),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={**_environment(), "GALAXY_LOCK": str(held), "OMP_NUM_THREADS": str(run.request.threads)},
            )  # fmt: skip
    except (OSError, StorageError) as error:
        with suppress(OSError):  # the log lies on the same disk
            print(f"{run.name} can't be started: {error}", flush=True)
        return None
    finally:
        if held is not None:
            os.close(held)


def _count_attempt(run: runs.Run) -> bool:
    """Notes one more attempt at this epoch; after four without a new one the run fails with what it last said."""
    epoch, state = len(run.learned), run.state
    attempts = state.get("attempts", 0) + 1 if state.get("epoch") == epoch else 1
    if attempts > ATTEMPTS:
        said = (run.log().strip().splitlines() or ["nothing"])[-1]
        sentence = f"It was interrupted {ATTEMPTS} times without finishing an epoch; the last it said was: {said}"
        atomic.write_json(run.folder / "state.json", {**state, "error": sentence})
        return False
    atomic.write_json(run.folder / "state.json", {"attempts": attempts, "epoch": epoch})
    return True


def search_lock() -> Path:
    """Held by the process that carries searches out."""
    return galaxy_core.runs_folder() / ".search.lock"


def _lock() -> Path:
    return galaxy_core.runs_folder() / ".queue.lock"


def _environment() -> dict[str, str]:
    """Ours, with absolute folders, so that it doesn't matter where the process starts."""
    path = os.pathsep.join(filter(None, [str(CODE), os.environ.get("PYTHONPATH")]))
    folders = {"GALAXY_DATA": str(galaxy_core.data_folder()), "GALAXY_RUNS": str(galaxy_core.runs_folder())}
    return {**os.environ, **folders, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}


if __name__ == "__main__":
    dispatch()
