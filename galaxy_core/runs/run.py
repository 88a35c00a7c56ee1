"""A run: the folder, what was asked in it, and what is true of it now."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypedDict

from msgspec import Meta

import galaxy_core
from galaxy_core import StorageError, datasets
from galaxy_core.models import TargetEpochs
from galaxy_core.runs.request import Request
from galaxy_core.storage import json_cache, lock, validation
from galaxy_core.storage.validation import Count, Number, Numbers, Time

NAME = re.compile(r"\d{8}-\d{6}-[a-z0-9_]+-[0-9a-f]{4}")
BATCHES: tuple[Literal["epoch", "epochs", "batch", "batches"], ...] = ("epoch", "epochs", "batch", "batches")
TITLE, NOTE = 80, 2000  # characters
EPOCHS = 100_000  # in all
LOG = 5_000_000  # bytes of a log that are read
FINISH = "finish"  # the file that says: learn no more, and be scored


class State(TypedDict, total=False):
    """What state.json holds: attempts to carry it out, the epoch they were made at, the sentence it failed with."""

    attempts: Count
    epoch: Count
    error: Annotated[str, Meta(pattern=r"\S")]


class Live(TypedDict, total=False):
    """What live.json holds. Of an epoch all four numbers are there, counted from 1, or none."""

    doing: str
    epoch: Annotated[int, Meta(ge=1)]
    epochs: Annotated[int, Meta(ge=1)]
    batch: Annotated[int, Meta(ge=1)]
    batches: Annotated[int, Meta(ge=1)]
    images_per_second: Number
    seconds: Number
    seconds_left: Number
    cpu_seconds: Number
    peak_mb: Number
    memory_mb: Number


class MadeBy(TypedDict, total=False):
    """What made a result, as `training.origin` writes it; earlier versions knew less of it."""

    versions: dict[str, str]  # of packages
    code: str
    commit: str
    machine: str
    threads: int
    images: str  # the identity of the data set: of its images,
    labels: str  # its labels
    columns: str  # and its columns
    dataset_fingerprint: str  # of its images, before there were three
    dataset_title: str
    synthetic: bool


class Result(TypedDict, total=False):
    """What result.json holds, as far as it is sound."""

    task: str
    target_names: list[str]
    classes: list[str]
    image_shape: list[int]
    steps: list[str]
    rows: Numbers  # of each part
    shown: list[Number]  # images of each class that an epoch shows
    history: list[Numbers]  # of each epoch; each has its number, `epoch`
    goal: dict[str, Any]  # as goal.json held it
    kept_epoch: Number
    origin: str
    made_by: MadeBy
    cost: Numbers
    finished: Time


class _Goal(TypedDict, total=False):
    epochs: Annotated[int, Meta(ge=1, le=EPOCHS)]
    since: Count
    planned: Annotated[int, Meta(ge=1, le=EPOCHS)]


@dataclass(frozen=True)
class Metadata:
    """What a person wrote of a run."""

    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Run:
    """A run folder; every property is read from disk when asked, and says nothing that isn't sound there."""

    folder: Path
    request: Request = field(compare=False)

    @property
    def name(self) -> str:
        """What identifies it on the command line and in addresses."""
        return self.folder.name

    @property
    def is_shipped(self) -> bool:
        """It came with this program (`runs.shipped`), and is nobody's work here."""
        return self.folder.parent == galaxy_core.shipped_folder()

    @property
    def status(self) -> str:
        """One of finished, running, stopped, failed, queued; an interrupted run is queued: it will go on.

        A finished run that goes on for more epochs is queued, running or failed; stopped meanwhile, it is finished
        again, with its earlier results.
        """
        if self.is_done:
            return "finished"
        if self.is_alive:
            return "running"
        if self.is_done:  # it ended between the two looks
            return "finished"
        if self._has("cancel"):
            return "finished" if self.is_finished else "stopped"
        return "failed" if self.error else "queued"

    @property
    def is_finished(self) -> bool:
        """All its results are in place."""
        return self._has("result.json")

    @property
    def is_done(self) -> bool:
        """All its results are in place, for as many epochs as were asked for."""
        if not self.is_finished:
            return False
        target = self.target_epochs_written
        return not target or target == json_cache.kept(f"{self.folder}/result.json", _goal_of_result)

    @property
    def is_alive(self) -> bool:
        """A process is training it now: nobody is where no lock can be held, as a training begins by taking it."""
        try:
            return lock.is_held(self.folder / "alive.lock")
        except StorageError:
            return False

    def hold(self) -> int | None:
        """An open file descriptor that holds its lock, as `lock.take` gives it; None also where the run is gone."""
        return lock.take(self.folder / "alive.lock", anew=False)

    @property
    def is_interrupted(self) -> bool:
        """It had begun, nobody trains it now, and nobody stopped it: the dispatcher will go on with it."""
        return self.status == "queued" and bool(self.state.get("attempts"))

    @property
    def state(self) -> State:
        """What was written of it last by who held its lock."""
        return json_cache.kept(f"{self.folder}/state.json", _state) or State()

    @property
    def error(self) -> str | None:
        """The sentence it failed with."""
        return self.state.get("error")

    @property
    def target_epochs(self) -> TargetEpochs | None:
        """Another number of epochs than its parameters say, where that was asked for."""
        written = self.target_epochs_written
        return TargetEpochs(written["epochs"], written["since"]) if written else None

    @property
    def planned_epochs(self) -> int | None:
        """Of a run that was ended early, scored with the epochs it had: how many it would have had, else None."""
        return validation.sound(_Goal, self.target_epochs_written).get("planned")

    @property
    def ends_early(self) -> bool:
        """Somebody wants it to end with the epochs it has, and to be scored: it will, or is just doing so."""
        return self._has(FINISH) or (self.planned_epochs is not None and not self.is_done)

    @property
    def target_epochs_written(self) -> dict[str, Any]:
        """Its goal as it was written down, or {}; a result repeats it, so that one knows which goal it reached."""
        return json_cache.kept(f"{self.folder}/goal.json", _goal) or {}

    @property
    def metadata(self) -> Metadata:
        """What a person wrote of it."""
        return json_cache.kept(f"{self.folder}/about.json", _metadata) or Metadata()

    @property
    def place(self) -> float:
        """Its place in the queue: the smaller, the sooner."""
        return json_cache.kept(f"{self.folder}/place.json", _place) or 0.0

    @property
    def live(self) -> Live:
        """What it is doing: several times a second another file, so nothing of it is remembered."""
        fields = validation.sound(Live, json_cache.document(self.folder / "live.json"))
        if not all(name in fields for name in BATCHES):
            for name in BATCHES:
                fields.pop(name, None)
        return fields

    @property
    def result(self) -> Result:
        """Cost, classes, history, the epoch it kept and what made it; empty before it has finished."""
        stored = json_cache.document(self.folder / "result.json")
        result = validation.sound(Result, stored)
        return result | {"history": _history(stored["history"])} if "history" in stored else result

    @property
    def task(self) -> str:
        """The name of what it learns or has learned: of runs that don't say it, that of their data set."""
        return self.result.get("task") or datasets.task_of(self.request.dataset)

    @property
    def target_names(self) -> tuple[str, ...]:
        """What its targets are called, as its classes; () before it has finished."""
        result = self.result
        return tuple(result.get("target_names") or result.get("classes", ()))

    @property
    def history(self) -> list[Numbers]:
        """Values per epoch so far: epoch, loss, what else its task measures, the same on validation images with “val_”
        before it, learning_rate, seconds."""
        return self.result.get("history", []) if self.status == "finished" else self.learned

    @property
    def learned(self) -> list[Numbers]:
        """Values of the epochs behind its last checkpoint: what training goes on from."""
        last = self.checkpoint()
        return json_cache.kept(f"{last}/history.json", _epochs) or [] if last else []

    def checkpoint(self) -> Path | None:
        """The folder of its last whole checkpoint."""
        return next(
            (folder for folder in reversed(self.checkpoints()) if json_cache.kept(f"{folder}/history.json", _epochs)),
            None,
        )

    def checkpoints(self) -> list[Path]:
        """The folders of its checkpoints, the last one last."""
        folders = (self.folder / "checkpoints").glob("[0-9]*")
        return sorted(folders, key=lambda folder: (len(folder.name), folder.name))  # 0998, 9999, 10000

    def log(self, characters: int = 4000) -> str:
        """The end of what its process printed."""
        return self._printed(characters, from_end=True)

    def log_lines(self) -> list[str]:
        """What its process printed, from the beginning: at most the first LOG bytes of it."""
        return self._printed(LOG, from_end=False).splitlines()

    def _printed(self, characters: int, from_end: bool) -> str:
        try:
            with open(self.folder / "log.txt", "rb") as file:
                if from_end:
                    file.seek(max(0, os.fstat(file.fileno()).st_size - characters))
                return file.read(characters).decode("utf-8", "replace")
        except OSError:
            return ""

    def _has(self, name: str) -> bool:
        return os.path.exists(f"{self.folder}/{name}")  # a third of the time of a Path; asked a thousand times a second


def share_done(live: Mapping[str, Any]) -> float | None:
    """How much of its epochs a run has behind it, 0…1, by its live values; None before it has begun to learn."""
    if not live.get("epochs"):
        return None
    return min(1.0, (live["epoch"] - 1 + live["batch"] / live["batches"]) / live["epochs"])


def one_line(text: str) -> str:
    """A text on one line, without what can't be printed: control characters, and those that turn the direction."""
    spaced = " ".join(text.split())
    return "".join(c for c in spaced if c.isprintable() or c in "\u200c\u200d")  # joiners of letters and of emoji


def lines(text: str) -> str:
    """The same of a text of several lines."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip()


def _state(stored: dict[str, Any]) -> State:
    state = validation.sound(State, stored)
    return state | {"error": one_line(state["error"])} if "error" in state else state


def _goal(stored: dict[str, Any]) -> dict[str, Any]:
    """All of it, or {} where its epochs can't be meant."""
    goal = validation.sound(_Goal, stored)
    return stored if {"epochs", "since"} <= goal.keys() and goal["since"] < goal["epochs"] else {}


def _goal_of_result(stored: dict[str, Any]) -> object:
    return stored.get("goal")


def _metadata(stored: dict[str, Any]) -> Metadata:
    written = validation.sound(Metadata, stored)
    return Metadata(one_line(written.title)[:TITLE], lines(written.note)[:NOTE])


def _place(stored: dict[str, Any]) -> float:
    return validation.sound(Numbers, stored).get("place", 0.0)


def _epochs(stored: dict[str, Any]) -> list[Numbers]:
    return _history(stored.get("epochs"))


def _history(stored: object) -> list[Numbers]:
    """Its epochs, without what is no number; one without its number is left out."""
    rows = [validation.sound(Numbers, values) for values in stored] if isinstance(stored, list) else []
    return [row for row in rows if "epoch" in row]
