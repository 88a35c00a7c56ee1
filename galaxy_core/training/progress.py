"""What a model reports while it learns, written into the run's folder; what the user wants, read from it."""

import csv
import io
import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from galaxy_core import DataError, runs
from galaxy_core.models import Finished, Stopped
from galaxy_core.models.networks import starting
from galaxy_core.runs import dispatcher, ensemble
from galaxy_core.storage import atomic, json_cache, validation
from galaxy_core.storage.validation import Numbers
from galaxy_core.tasks import VALIDATION

KEPT = 2  # checkpoints, while it learns
SHOWN = 0.5  # seconds between two notes of what it is doing


class Enough(Stopped):
    """Somebody wants the run as it is: what the last checkpoint holds is to be scored."""


class RunProgress:
    """The `models.Progress` of a run. Times are of a clock that nobody sets."""

    def __init__(self, run: runs.Run):
        self.run, self.seed, self.target_epochs = run, run.request.seed, run.target_epochs
        self.scoring = False  # it has all epochs that it is to have
        self.began, self.shown = time.monotonic(), 0.0
        self.first_batch = (0.0, 0)  # when, which: the speed is measured from there
        self.images = 0  # since the first batch
        self.last_epoch = 0.0  # seconds that the last epoch took, with its look at validation
        last = run.checkpoint()
        self.before = validation.sound(Numbers, json_cache.document(last / "history.json").get("spent")) if last else {}

    def say(self, words: str) -> None:
        """Shows what is being done, and notes it in the log."""
        self._look()
        self._tell(words)

    def done(self) -> None:
        """All results are in place: nothing can stop it any more. The last checkpoint stays: from that it can go on."""
        self.keep(1)
        (self.run.folder / runs.FINISH).unlink(missing_ok=True)  # of somebody who came too late
        self._tell("done")

    def share(self, words: str, done: int, total: int) -> None:
        """Shows how far something is that has no epochs."""
        self._look()
        if time.monotonic() - self.shown > SHOWN:
            self._show(doing=f"{words}, {100 * done // max(1, total)} %")

    def batch(self, epoch: int, epochs: int, done: int, batches: int, images: int) -> None:
        """Shows epoch, batch, speed and time left; looks whether the user wants it to stop."""
        self._look()
        self._look_for_enough()
        now = time.monotonic()
        if done == 1:  # the time before it holds what is made once: the computation, the first batches of a prefetch
            self.first_batch, self.images = (now, done), 0
        else:
            self.images += images
        if now - self.shown > SHOWN or done == batches:
            since, first = self.first_batch
            fields: dict[str, float] = {"epoch": epoch, "epochs": epochs, "batch": done, "batches": batches}
            if done > first and now > since:
                pace = (now - since) / (done - first)
                fields["images_per_second"] = round(self.images / (now - since), 1)
                later = max(pace * batches, self.last_epoch)
                fields["seconds_left"] = round(pace * (batches - done) + later * (epochs - epoch), 1)
            self._show(doing="learning", **fields)

    def epoch(self, values: dict[str, float], save: Callable[[Path], None]) -> None:
        """Puts a checkpoint in place with the history so far, and keeps the last two."""
        epochs = [*self.history(), values]
        print(_line(values), flush=True)
        self.last_epoch = values["seconds"]

        def fill(folder: Path) -> None:
            folder.mkdir()
            save(folder)
            atomic.write_json(folder / "history.json", {"epochs": epochs, "spent": self.spent()})

        root = self.run.folder / "checkpoints"
        atomic.write(root / f"{int(values['epoch']):04d}", fill)
        self.keep(KEPT)
        self.tabulate()
        dispatcher.bring_back()  # where it was killed, what waits behind this run would wait for ever
        self._look()
        self._look_for_enough()

    def end_here(self) -> None:
        """It has learned enough: its goal is what its last checkpoint holds,
        and nothing but a cancel ends it any more."""
        self.scoring = True
        if goal := runs.goals.here(self.run):
            atomic.write_json(self.run.folder / "goal.json", goal)
        (self.run.folder / runs.FINISH).unlink(missing_ok=True)
        self.target_epochs = self.run.target_epochs

    def checkpoint(self) -> Path | None:
        """The folder to go on from."""
        return self.run.checkpoint()

    def history(self) -> list[dict[str, float]]:
        """The epochs that the checkpoint holds."""
        return self.run.learned

    def weights(self, start: str) -> Path:
        """The weights of an earlier run by its name, those that come with the program, or a file by its path. Raises
        RunError or DataError for none."""
        if start == starting.DRAWN:
            return starting.DRAWN_FILE
        is_run = runs.is_name(start)
        file = runs.find(start).folder / "weights.npz" if is_run else Path(start).expanduser()
        if not file.is_file():
            reason = f"the run {start} has none (any more)" if is_run else f"{start} is no file"
            raise DataError(
                f"The weights to start from aren't there: {reason}. Choose a finished run, or its weights.npz."
            )
        return file

    def finished(self, name: str) -> Finished:
        """A finished run on the images of this one, prepared as they are. Raises RunError where it is none."""
        request = self.run.request
        run = ensemble.finished(name, request.dataset, request.split, request.preparation)
        return Finished(run.folder / "model.onnx", int(run.result.get("cost", {}).get("parameters", 0)))

    def keep(self, most: int) -> None:
        """Removes all checkpoints but the last so many."""
        for old in self.run.checkpoints()[:-most]:
            shutil.rmtree(old, ignore_errors=True)

    def tabulate(self) -> None:
        """Writes history.csv anew from the checkpoint's history: lines added one by one get lost, or come twice."""
        if not (epochs := self.history()):
            return
        text = io.StringIO()
        table = csv.DictWriter(text, list(dict.fromkeys(name for values in epochs for name in values)))
        table.writeheader()
        table.writerows(epochs)
        atomic.write(self.run.folder / "history.csv", lambda aside: aside.write_text(text.getvalue(), encoding="utf-8"))

    def spent(self) -> dict[str, float]:
        """Wall and processor seconds over all attempts, and the largest memory in MB."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        unit = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss is in bytes there, in kilobytes elsewhere
        return {
            "seconds": round(self.before.get("seconds", 0) + time.monotonic() - self.began, 2),
            "cpu_seconds": round(self.before.get("cpu_seconds", 0) + used.ru_utime + used.ru_stime, 2),
            "peak_mb": round(max(self.before.get("peak_mb", 0), used.ru_maxrss / unit), 1),
        }

    def _look(self) -> None:
        if (self.run.folder / "cancel").exists():
            raise Stopped

    def _look_for_enough(self) -> None:
        """Of a run without a whole epoch there is nothing to score: it ends with its first."""
        if not self.scoring and (self.run.folder / runs.FINISH).exists() and self.history():
            raise Enough

    def _tell(self, words: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)
        self._show(doing=words)

    def _show(self, **values) -> None:
        self.shown = time.monotonic()
        spent = self.spent()
        aside = self.run.folder / ".live"  # one name: what a killed attempt left is written over by the next
        try:  # several times a second and worth nothing after a crash: renamed, but not synced
            aside.write_text(json.dumps({**values, **spent, "memory_mb": _resident() or spent["peak_mb"]}), "utf-8")
            os.replace(aside, self.run.folder / "live.json")
        except OSError:
            aside.unlink(missing_ok=True)


def _line(values: dict[str, float]) -> str:
    """An epoch for the log: its loss, and all that was measured on validation images."""
    measured = {name: value for name, value in values.items() if name.startswith(VALIDATION)}
    words = [f"loss {values['loss']:.4f}"]
    words += [f"validation {name.removeprefix(VALIDATION)} {value:.4f}" for name, value in measured.items()]
    return f"epoch {values['epoch']:.0f}: {', '.join(words)}"


def _resident() -> float | None:
    """Memory of this process now, in MB, where the system says so."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return round(pages * resource.getpagesize() / 2**20, 1)
