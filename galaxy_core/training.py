"""`python -m galaxy_core.training RUN`: one run in a process of its own, from start (or its last checkpoint) to end."""

import errno
import json
import os
import platform
import resource
import shutil
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import numpy as np

import galaxy_core
from galaxy_core import GalaxyError, models, prepare, runs, splits
from galaxy_core.datasets import Galaxies, open_dataset
from galaxy_core.datasets.files import atomic, lock
from galaxy_core.models import Examples, Stopped
from galaxy_core.plugins import parameters
from galaxy_core.prepare import cache

LOOK, GRACE = 0.3, 1.0  # seconds between two looks for a cancel, and until it is obeyed without asking
KEPT = 2  # checkpoints
BATCH = 64  # images predicted at once
PACKAGES = ("numpy", "tensorflow", "keras", "scikit-learn", "onnx", "opencv-python-headless")


class RunProgress:
    """What a model reports, written into the run's folder; what the user wants, read from it."""

    def __init__(self, run: runs.Run):
        self.run, self.seed, self.goal = run, run.request.seed, None
        self.began, self.shown = time.time(), 0.0
        self.first_batch = (0.0, 0)  # when, which: the speed is measured from there
        last = run.checkpoint()
        self.before = (atomic.read_json(last / "history.json") or {}).get("spent", {}) if last else {}

    def say(self, words: str) -> None:
        """Shows what is being done, and notes it in the log."""
        self._look()
        print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)
        self._show(doing=words)

    def share(self, words: str, done: int, total: int) -> None:
        """Shows how far something is that has no epochs."""
        self._look()
        if time.time() - self.shown > 0.3:
            self._show(doing=f"{words}, {100 * done // max(1, total)} %")

    def batch(self, epoch: int, epochs: int, done: int, batches: int, images: int) -> None:
        """Shows epoch, batch and time left; looks whether the user wants it to stop."""
        self._look()
        now = time.time()
        if done == 1:
            self.first_batch = (now, done)
        if now - self.shown > 0.5 or done == batches:
            since, first = self.first_batch
            pace = (now - since) / (done - first) if done > first else None
            left = pace and pace * ((batches - done) + (epochs - epoch) * batches)
            self._show(doing="learning", epoch=epoch, epochs=epochs, batch=done, batches=batches, seconds_left=left)

    def epoch(self, values: dict[str, float], save: Callable[[Path], None]) -> None:
        """Puts a checkpoint in place with the history so far, and keeps the last two."""
        epochs = [*self.history(), values]
        line = (
            "epoch {epoch:.0f}: loss {loss:.4f}, validation loss {val_loss:.4f}, validation accuracy {val_accuracy:.3f}"
        )
        print(line.format(**values), flush=True)

        def fill(folder: Path) -> None:
            folder.mkdir()
            save(folder)
            atomic.write_json(folder / "history.json", {"epochs": epochs, "spent": self.spent()})

        root = self.run.folder / "checkpoints"
        atomic.write(root / f"{int(values['epoch']):04d}", fill)
        for old in sorted(root.glob("[0-9]*"))[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
        self._look()

    def checkpoint(self) -> Path | None:
        """The folder to go on from."""
        return self.run.checkpoint()

    def history(self) -> list[dict[str, float]]:
        """The epochs that the checkpoint holds."""
        return self.run.history

    def spent(self) -> dict[str, float]:
        """Wall and processor seconds over all attempts, and the largest memory in MB."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        unit = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss is in bytes there, in kilobytes elsewhere
        return {
            "seconds": round(self.before.get("seconds", 0) + time.time() - self.began, 2),
            "cpu_seconds": round(self.before.get("cpu_seconds", 0) + used.ru_utime + used.ru_stime, 2),
            "peak_mb": round(max(self.before.get("peak_mb", 0), used.ru_maxrss / unit), 1),
        }

    def _look(self) -> None:
        if (self.run.folder / "cancel").exists():
            raise Stopped

    def _show(self, **values) -> None:
        self.shown = time.time()
        aside = self.run.folder / f".live-{os.getpid()}"
        try:  # several times a second and worth nothing after a crash: renamed, but not synced
            aside.write_text(json.dumps({**values, **self.spent()}), encoding="utf-8")
            os.replace(aside, self.run.folder / "live.json")
        except OSError:
            aside.unlink(missing_ok=True)


def train(run: runs.Run) -> None:
    """Trains a run to its end and moves its results into place. Raises Stopped, or GalaxyError as a sentence."""
    progress, asked = RunProgress(run), run.request
    galaxies = open_dataset(asked.dataset)
    split = splits.split(galaxies, asked.split)
    module = models.model(asked.model)
    chosen = parameters.parse(module.Parameters, asked.parameters)
    chain = prepare.chain(module.steps(chosen))
    progress.say("preparing images")
    images = cache.make(galaxies, chain, lambda done, total: progress.share("preparing images", done, total))
    train, validation = (
        Examples(images, split.part(part), galaxies.labels[split.part(part)], len(galaxies.classes))
        for part in ("train", "validation")
    )
    predictor = module.fit(train, validation, chosen, progress)
    predicted = _predicted(predictor, images, split, progress)
    _move_into_place(run, galaxies.labels, split, predicted, predictor)
    result = {
        "classes": list(galaxies.classes),
        "image_shape": list(galaxies.image_shape),
        "steps": list(chain),
        "rows": {part: len(split.part(part)) for part in splits.PARTS},
        "history": progress.history(),
        "kept_epoch": predictor.kept,
        "cost": {**progress.spent(), "parameters": predictor.parameters},
        "made_by": _made_by(run, galaxies),
        "finished": round(time.time(), 3),
    }
    progress.say("done")
    atomic.write_json(run.folder / "result.json", result)
    shutil.rmtree(run.folder / "checkpoints", ignore_errors=True)


def _predicted(predictor, images: np.ndarray, split: splits.Split, progress: RunProgress) -> dict[str, np.ndarray]:
    """Probabilities float32 (n, k) of every part, by its name."""
    total, done, found = sum(len(split.part(part)) for part in splits.PARTS), 0, {}
    progress.say("classifying all images")
    for part in splits.PARTS:
        rows, pieces = split.part(part), []
        for first in range(0, len(rows), BATCH):
            pieces.append(predictor.predict(images[rows[first : first + BATCH]]))
            done += len(pieces[-1])
            progress.share("classifying all images", done, total)
        found[part] = np.concatenate(pieces)
    return found


def _move_into_place(run: runs.Run, labels: np.ndarray, split: splits.Split, predicted: dict, predictor) -> None:
    """Writes model and predictions aside and moves them into place once all are whole."""
    arrays = {}
    for part, probabilities in predicted.items():
        rows = split.part(part)
        arrays |= {f"{part}_rows": rows, f"{part}_labels": labels[rows], f"{part}_probabilities": probabilities}
    aside = run.folder / ".results"
    shutil.rmtree(aside, ignore_errors=True)
    try:
        with atomic.sentences(run.folder):
            aside.mkdir()
            predictor.save(aside)
            np.savez_compressed(aside / "predictions.npz", **arrays)
            for name in runs.RESULTS:
                os.replace(aside / name, run.folder / name)
    finally:  # on a full disk its space is needed to say so
        shutil.rmtree(aside, ignore_errors=True)


def _made_by(run: runs.Run, galaxies: Galaxies) -> dict:
    versions = {"galaxy_core": galaxy_core.__version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:  # tensorflow goes by other names on some machines
            continue
    return {
        "versions": versions,
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {_processor()}",
        "threads": run.request.threads,
        "dataset_fingerprint": galaxies.fingerprint,
        "dataset_title": galaxies.title,
        "synthetic": galaxies.synthetic,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor()
    )


def main(name: str) -> int:
    """Runs it, holding its lock: the dispatcher's, inherited, or its own. Returns the exit code."""
    run = runs.find(name)
    held = int(os.environ.pop("GALAXY_LOCK", -1))
    if held < 0 and (held := lock.take(run.folder / "alive.lock")) is None:
        raise galaxy_core.RunError(f"The run {name} is being trained already.")
    os.environ |= {"TF_NUM_INTRAOP_THREADS": str(run.request.threads), "TF_NUM_INTEROP_THREADS": "1"}
    os.environ |= {
        "OMP_NUM_THREADS": str(run.request.threads),
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "2",
    }
    try:
        train(run)
    except Stopped:
        _note("stopped by the user")
    except GalaxyError as error:
        return _fail(run, str(error))
    except Exception as error:  # the log keeps the traceback; the user gets a sentence
        _note(traceback.format_exc())
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _fail(run, f"The disk of {run.folder.parent} is full: free some space and try again.")
        return _fail(run, f"It ended with an unexpected error: {type(error).__name__}: {error}")
    finally:
        os.close(held)
    return 0


def _fail(run: runs.Run, sentence: str) -> int:
    _note(sentence)
    atomic.write_json(run.folder / "state.json", {**run.state, "error": sentence})
    return 1


def _note(words: str) -> None:
    """Into the log, unless the disk is too full even for that."""
    with suppress(OSError):
        print(words, flush=True)


def leave_when_cancelled(run_folder: Path) -> None:
    """Ends this process soon after a cancel, wherever it is: an import or one long step looks at no file.

    The dispatcher would do it by signals, but not for a run that an earlier, killed dispatcher had started.
    """
    while not (run_folder / "cancel").exists():
        time.sleep(LOOK)
    time.sleep(GRACE)  # enough to stop in an orderly way
    os._exit(0)


if __name__ == "__main__":
    folder = galaxy_core.runs_folder() / sys.argv[1]
    threading.Thread(target=leave_when_cancelled, args=(folder,), daemon=True).start()
    try:
        sys.exit(main(sys.argv[1]))
    except GalaxyError as error:  # no such run, or somebody else has it
        sys.exit(str(error))
