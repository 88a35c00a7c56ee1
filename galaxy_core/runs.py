"""What a run is, on disk: a folder. Its status is computed from what is true now, never from what was once written.

request.json     what was asked; written once, before the folder gets its name
state.json       written only by whoever holds the lock: attempts, the error it failed with
alive.lock       held while it trains; the kernel frees it however the process dies
cancel           the only thing that means "the user wants it to stop"
live.json        what it is doing, a few times a second; nothing depends on it
checkpoints/     0001, 0002 …: what training goes on from, whole or absent, the last two
log.txt          what the process printed
model.onnx  weights.npz  predictions.npz    results, moved into place when all are whole
result.json      cost, history, what made it; written last: its existence means finished
"""

import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import galaxy_core
from galaxy_core import RunError, models, plugins, splits
from galaxy_core.datasets.files import atomic, lock
from galaxy_core.plugins import parameters

FORMAT = 1
NAME = re.compile(r"\d{8}-\d{6}-[a-z0-9_]+-[0-9a-f]{4}")
RESULTS = ("model.onnx", "weights.npz", "predictions.npz")


@dataclass(frozen=True)
class Request:
    """What a run was asked to do; with the same data, threads and machine it gives the same predictions."""

    dataset: str
    model: str
    parameters: dict[str, Any]
    seed: int = 0
    split: str = "80/10/10"
    threads: int = 2
    created: float = 0.0
    format: int = FORMAT


@dataclass(frozen=True)
class Run:
    """A run folder; every property is read from disk when asked."""

    folder: Path
    request: Request = field(compare=False)

    @property
    def name(self) -> str:
        """What identifies it in the shell and in addresses."""
        return self.folder.name

    @property
    def status(self) -> str:
        """One of finished, running, stopped, failed, queued; an interrupted run is queued: it will go on."""
        if self.is_finished:
            return "finished"
        if self.is_alive:
            return "running"
        if (self.folder / "cancel").exists():
            return "stopped"
        return "failed" if self.error else "queued"

    @property
    def is_finished(self) -> bool:
        """All its results are in place."""
        return (self.folder / "result.json").exists()

    @property
    def is_alive(self) -> bool:
        """A process is training it now."""
        return lock.is_held(self.folder / "alive.lock")

    @property
    def is_interrupted(self) -> bool:
        """It had begun, nobody trains it now, and nobody stopped it: the dispatcher will go on with it."""
        return self.status == "queued" and bool(self.state.get("attempts"))

    @property
    def state(self) -> dict[str, Any]:
        """What its last process wrote of it: attempts, error."""
        return atomic.read_json(self.folder / "state.json") or {}

    @property
    def error(self) -> str | None:
        """The sentence it failed with."""
        return self.state.get("error")

    @property
    def live(self) -> dict[str, Any]:
        """What it is doing: doing, epoch, epochs, batch, batches, images_per_second, seconds, seconds_left."""
        return atomic.read_json(self.folder / "live.json") or {}

    @property
    def result(self) -> dict[str, Any]:
        """Cost, classes, history and what made it; empty before it has finished."""
        return atomic.read_json(self.folder / "result.json") or {}

    @property
    def history(self) -> list[dict[str, float]]:
        """Values per epoch so far: epoch, loss, accuracy, val_loss, val_accuracy, seconds."""
        if self.is_finished:
            return self.result.get("history", [])
        last = self.checkpoint()
        return (atomic.read_json(last / "history.json") or {}).get("epochs", []) if last else []

    def checkpoint(self) -> Path | None:
        """The folder of its last whole checkpoint."""
        found = sorted((self.folder / "checkpoints").glob("[0-9]*"))
        return found[-1] if found else None

    def log(self, characters: int = 4000) -> str:
        """The end of what its process printed."""
        try:
            with open(self.folder / "log.txt", "rb") as file:
                file.seek(max(0, os.fstat(file.fileno()).st_size - characters))
                return file.read().decode("utf-8", "replace")
        except OSError:
            return ""


def request(
    dataset: str, model: str, values: Mapping[str, Any] | None = None, seed: int = 0, split: str = "80/10/10"
) -> Request:
    """A checked request with every parameter written out. Raises UsageError for names and values that aren't right."""
    module = models.model(model)
    chosen = parameters.parse(module.Parameters, values or {})
    splits.shares(split)
    if not 0 <= seed < 2**31:
        raise galaxy_core.UsageError(f"The seed {seed} is out of range: give a whole number from 0 to {2**31 - 1}.")
    return Request(dataset, model, asdict(chosen), seed, split, threads(), round(time.time(), 3))


def create(asked: Request) -> Run:
    """Puts a request on disk as a queued run: built aside and renamed, so it exists whole or not at all."""
    root = galaxy_core.runs_folder()
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(asked.created))
    folder = root / f"{stamp}-{asked.model}-{secrets.token_hex(2)}"

    def fill(aside: Path) -> None:
        aside.mkdir()
        atomic.write_json(aside / "request.json", asdict(asked))

    atomic.write(folder, fill)
    return Run(folder, asked)


def find(name: str) -> Run:
    """The run of that name. Raises RunError where there is none, or where it can't be read."""
    folder = galaxy_core.runs_folder() / name
    if not NAME.fullmatch(name) or not folder.is_dir():
        raise RunError(f"There is no run “{name}” in {galaxy_core.runs_folder()}: “runs” lists those there are.")
    if (run := _read(folder)) is None:
        raise RunError(f"The run {name} can't be read: its request.json is damaged or of a newer version.")
    return run


def every() -> list[Run]:
    """All readable runs, the newest first. Folders that can't be read are left out: see `unreadable`."""
    found = [run for folder in _folders() if (run := _read(folder)) is not None]
    return sorted(found, key=lambda run: run.request.created, reverse=True)


def going() -> list[Run]:
    """Those that are queued or running, the newest first."""
    return [run for run in every() if run.status in ("queued", "running")]


def unreadable() -> list[str]:
    """Names of run folders whose request can't be read."""
    return [folder.name for folder in _folders() if _read(folder) is None]


def title(run: Run) -> str:
    """What to call it: the model, and the parameters, seed and split that aren't the defaults."""
    head = {head.name: head for head in plugins.heads(models)}.get(run.request.model)
    name = head.title if head else run.request.model
    try:
        known = parameters.describe(models.model(run.request.model).Parameters)
    except galaxy_core.GalaxyError:
        known = ()
    changed = [p for p in known if run.request.parameters.get(p.name, p.default) != p.default]
    words = [f"{p.label.lower()} {_word(run.request.parameters[p.name])}" for p in changed]
    words += [f"seed {run.request.seed}"] * (run.request.seed != 0)
    words += [f"split {run.request.split}"] * (run.request.split != splits.USUAL)
    return ", ".join([name, *words])


def delete(run: Run) -> None:
    """Removes a run that isn't being trained. Raises RunError where it is."""
    held = lock.take(run.folder / "alive.lock")
    if held is None:
        raise RunError(f"The run {run.name} is being trained: stop it first.")
    try:
        with atomic.sentences(run.folder.parent):
            aside = run.folder.with_name(f".old-{run.name}")
            os.replace(run.folder, aside)  # gone at once, also for whoever lists runs meanwhile
            shutil.rmtree(aside, ignore_errors=True)
    finally:
        os.close(held)


def threads() -> int:
    """Processor cores this process may use: the number of threads changes the last bits of a sum, so it is recorded."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _folders() -> list[Path]:
    try:
        names = [entry.name for entry in os.scandir(galaxy_core.runs_folder()) if NAME.fullmatch(entry.name)]
    except OSError:
        return []
    return [galaxy_core.runs_folder() / name for name in sorted(names, reverse=True)]


def _read(folder: Path) -> Run | None:
    stored = atomic.read_json(folder / "request.json")
    if stored is None or stored.get("format") != FORMAT:
        return None
    try:
        asked = Request(**stored)
    except TypeError:
        return None
    return Run(folder, asked) if _is_sound(asked) else None


def _is_sound(asked: Request) -> bool:
    """Whether every value is of its kind: one damaged run must not spoil the list of the others."""
    texts = all(isinstance(text, str) for text in (asked.dataset, asked.model, asked.split))
    numbers = all(type(number) is int for number in (asked.seed, asked.threads))
    created = isinstance(asked.created, (int, float)) and 0 <= asked.created < 1e11  # seconds; not NaN either
    return texts and numbers and created and isinstance(asked.parameters, dict)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)
