"""A run: the folder, what was asked in it, and what is true of it now."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from galaxy_core import StorageError, datasets
from galaxy_core.models import TargetEpochs
from galaxy_core.runs.request import CLOCK, Request
from galaxy_core.storage import json_cache, lock

NAME = re.compile(r"\d{8}-\d{6}-[a-z0-9_]+-[0-9a-f]{4}")
BATCHES = ("epoch", "epochs", "batch", "batches")
TITLE, NOTE = 80, 2000  # characters
EPOCHS = 100_000  # in all


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
        asked = self.target_epochs_written
        return not asked or asked == json_cache.kept(f"{self.folder}/result.json", _goal_of_result)

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
    def state(self) -> dict[str, Any]:
        """What its last process wrote of it: attempts, the epoch they were made at, error."""
        return json_cache.kept(f"{self.folder}/state.json", _sound_state) or {}

    @property
    def error(self) -> str | None:
        """The sentence it failed with."""
        return self.state.get("error")

    @property
    def target_epochs(self) -> TargetEpochs | None:
        """More epochs than its parameters say, where they were asked for."""
        asked = self.target_epochs_written
        return TargetEpochs(asked["epochs"], asked["since"]) if asked else None

    @property
    def target_epochs_written(self) -> dict[str, Any]:
        """Its goal as it was written down, or {}; a result repeats it, so that one knows which goal it reached."""
        return json_cache.kept(f"{self.folder}/goal.json", _sound_goal) or {}

    @property
    def metadata(self) -> Metadata:
        """What a person wrote of it."""
        return json_cache.kept(f"{self.folder}/about.json", _sound_about) or Metadata()

    @property
    def place(self) -> float:
        """Its place in the queue: the smaller, the sooner."""
        return json_cache.kept(f"{self.folder}/place.json", _sound_place) or 0.0

    @property
    def live(self) -> dict[str, Any]:
        """What it is doing: doing, images_per_second, seconds, cpu_seconds, peak_mb, memory_mb, seconds_left; and all
        or none of epoch, epochs, batch, batches, which count from 1."""
        found = json_cache.document(self.folder / "live.json")
        values = json_cache.kinds(found, {"doing": str}) | json_cache.numbers(found)
        if all(name in values and values[name] >= 1 for name in BATCHES):
            return values
        return {name: value for name, value in values.items() if name not in BATCHES}

    @property
    def result(self) -> dict[str, Any]:
        """Cost, classes, history, the epoch it kept and what made it; empty before it has finished."""
        found = json_cache.document(self.folder / "result.json")
        wanted = {
            "classes": list, "image_shape": list, "steps": list, "made_by": dict, "goal": dict, "shown": list,
            "origin": str, "task": str, "target_names": list,
        }  # fmt: skip
        values = json_cache.kinds(found, wanted) | json_cache.numbers(found, ("finished", "kept_epoch"))
        if not 0 <= values.get("finished", 0) < CLOCK:
            del values["finished"]
        values |= {name: json_cache.numbers(found[name]) for name in ("cost", "rows") if name in found}
        values |= {"shown": list(filter(json_cache.is_number, values["shown"]))} if "shown" in values else {}
        return values | ({"history": _sound_history(found["history"])} if "history" in found else {})

    @property
    def task(self) -> str:
        """The name of what it learns or has learned: of runs that don't say it, that of their data set."""
        return self.result.get("task") or datasets.task_of(self.request.dataset)

    @property
    def target_names(self) -> tuple[str, ...]:
        """What its targets are called, as its classes; () before it has finished."""
        result = self.result
        found = tuple(result.get("target_names") or result.get("classes", ()))
        return found if all(isinstance(name, str) for name in found) else ()

    @property
    def history(self) -> list[dict[str, float]]:
        """Values per epoch so far: epoch, loss, what else its task measures, the same on validation images with “val_”
        before it, learning_rate, seconds."""
        return self.result.get("history", []) if self.status == "finished" else self.learned

    @property
    def learned(self) -> list[dict[str, float]]:
        """Values of the epochs behind its last checkpoint: what training goes on from."""
        last = self.checkpoint()
        return json_cache.kept(f"{last}/history.json", _epochs) or [] if last else []

    def checkpoint(self) -> Path | None:
        """The folder of its last whole checkpoint."""
        return next(
            (one for one in reversed(self.checkpoints()) if json_cache.kept(f"{one}/history.json", _epochs)), None
        )

    def checkpoints(self) -> list[Path]:
        """The folders of its checkpoints, the last one last."""
        found = (self.folder / "checkpoints").glob("[0-9]*")
        return sorted(found, key=lambda one: (len(one.name), one.name))  # 0998, 9999, 10000

    def log(self, characters: int = 4000) -> str:
        """The end of what its process printed."""
        try:
            with open(self.folder / "log.txt", "rb") as file:
                file.seek(max(0, os.fstat(file.fileno()).st_size - characters))
                return file.read().decode("utf-8", "replace")
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


def _sound_state(found: dict) -> dict[str, Any]:
    counts = {name: int(value) for name, value in json_cache.numbers(found, ("attempts", "epoch")).items()}
    error = found.get("error")
    return counts | ({"error": one_line(error)} if isinstance(error, str) and error.strip() else {})


def _sound_goal(found: dict) -> dict[str, Any]:
    """All of it, or {} where its epochs can't be meant."""
    epochs, since = found.get("epochs"), found.get("since")
    sound = type(epochs) is int and type(since) is int and 0 <= since < epochs <= EPOCHS
    return found if sound else {}


def _goal_of_result(found: dict) -> object:
    return found.get("goal")


def _sound_about(found: dict) -> Metadata:
    title, note = (found.get(name) if isinstance(found.get(name), str) else "" for name in ("title", "note"))
    return Metadata(one_line(title)[:TITLE], lines(note)[:NOTE])


def _sound_place(found: dict) -> float:
    place = found.get("place")
    return float(place) if json_cache.is_number(place) else 0.0


def _epochs(found: dict) -> list[dict[str, float]]:
    return _sound_history(found.get("epochs"))


def _sound_history(found: object) -> list[dict[str, float]]:
    """Its epochs, without what is no number; one without its number is left out."""
    rows = [json_cache.numbers(values) for values in found] if isinstance(found, list) else []
    return [row for row in rows if "epoch" in row]
