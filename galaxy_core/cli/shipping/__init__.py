"""The run that comes with this program, made anew: `python -m galaxy_core.cli.shipping`, as `make first-model` does.

The recipe is what Train begins with: the usual model with all its defaults, on the usual data set. It is trained in a
runs folder of its own, where an interrupted training goes on, and what others read of it goes to `shipped_folder()`.
"""

import os
import shutil
from pathlib import Path

import numpy as np

import galaxy_core
from galaxy_core import RunError, datasets, models, queue, runs
from galaxy_core.cli import terminal, waiting
from galaxy_core.evaluation import Predictions, classwise, mistakes, stored
from galaxy_core.prepare import thumbnails
from galaxy_core.runs import Run
from galaxy_core.storage import atomic

NAME = "first-model"
ABOUT = {
    "title": "First model (shipped)",
    "note": "Came with this program. Trained on drawn galaxies, with all defaults: “make first-model” does it again.",
}
COPIED = (
    "request.json", "result.json", "history.csv", "log.txt", "split.npz", "model.onnx", "predictions.npz",
    "familiarity.npz",
)  # fmt: skip
MOST = 4_000_000  # bytes of all of them


def make() -> Path:
    """Trains the run that is shipped, or goes on with it, and ships it; returns its folder. Raises RunError."""
    os.environ["GALAXY_RUNS"] = str(galaxy_core.data_folder() / NAME)
    os.environ.pop("GALAXY_SAMPLE", None)  # everybody's sample, unless told otherwise
    going = runs.going()
    run = going[0] if going else queue.submit(runs.request(datasets.usual(), models.usual()))
    if sentence := waiting.failure({"run": run.name, "status": waiting.until_ended(run)}):
        raise RunError(sentence)
    folder = ship(run, NAME)
    thumbnails.ship(datasets.opened(run.request.dataset), shown_first(run))
    terminal.say(f"{run.name} is shipped now, as {folder}, and the pictures of the first page with it.")
    return folder


def shown_first(run: Run) -> np.ndarray:
    """Rows of the galaxies that Home shows beside this run: two of each class, and mistakes in its hardest one."""
    galaxies, said = datasets.opened(run.request.dataset), Predictions.of(stored.predictions(run))
    board = thumbnails.one_of_each(galaxies.labels, len(galaxies.classes), seed=1, count=2)
    hardest = classwise.hardest(run)
    wrong = mistakes(said, true=hardest.label)[:4] if hardest else ()
    return np.concatenate([board, *(said.rows[[at]] for at in wrong)])


def ship(run: Run, name: str) -> Path:
    """Writes a finished run to `shipped_folder()`, whole or not at all, in place of an earlier one.

    Its weights, with which others may begin, are kept in half precision. Raises RunError where it hasn't finished, or
    is too large for a repository.
    """
    if not run.is_finished:
        raise RunError(f"The run {run.name} can't be shipped: it is {run.status}.")

    def fill(aside: Path) -> None:
        aside.mkdir()
        for file in filter(Path.exists, (run.folder / name for name in COPIED)):
            shutil.copyfile(file, aside / file.name)
        with np.load(run.folder / "weights.npz", allow_pickle=False) as weights:
            np.savez_compressed(aside / "weights.npz", **{name: _half(weights[name]) for name in weights.files})  # type: ignore[arg-type]
        atomic.write_json(aside / "about.json", ABOUT)
        if (size := sum(file.stat().st_size for file in aside.iterdir())) > MOST:
            raise RunError(f"{run.name} takes {size:,} bytes, and at most {MOST:,} are shipped: make it smaller.")

    there = galaxy_core.shipped_folder() / name
    atomic.write(there, fill)
    return there


def _half(array: np.ndarray) -> np.ndarray:
    return array.astype(np.float16) if array.dtype == np.float32 else array
