"""Predictions and scores of a run, from its folder. Scores follow from predictions: a mended metric mends old runs."""

import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from threading import RLock

import numpy as np
from cachetools import LRUCache, cached

from galaxy_core import AbsentError, DataError, UsageError, splits, tasks
from galaxy_core.datasets import Galaxies
from galaxy_core.runs import Run, dataset
from galaxy_core.tasks import Predictions, Scores, Task

ARCHIVE = "predictions.npz"
REMEMBERED = 200_000_000  # bytes of predictions that stay in memory, and a tenth as much of scores
BROKEN = (  # what numpy raises of a damaged archive, and Predictions of arrays that don't fit together
    OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, RuntimeError, MemoryError, zlib.error,
    zipfile.BadZipFile, DataError,
)  # fmt: skip
Stamp = tuple[Path, int, Task]  # predictions as they are now, and what they are of


def predictions(run: Run, part: str = "test") -> Predictions:
    """What a finished run said about the images of a part. Raises AbsentError where its predictions are gone."""
    return predictions_at(stamp(run), part)


def answer(run: Run, row: int) -> tuple[np.ndarray, str] | None:
    """What a finished run said of one image, as its task's outputs are, and the part it is in; None where it is in
    none, or what it said of that part is gone."""
    for part in ("test", "validation", "train"):
        with suppress(AbsentError):
            answers = predictions(run, part)
            if len(at := np.flatnonzero(answers.rows == row)):
                return answers.outputs[at[0]], part
    return None


def scores_of(run: Run, part: str = "test") -> Scores:
    """Scores of a finished run on a part, kept in memory as long as its predictions don't change."""
    return _scores(stamp(run), part)


def parts(run: Run, names: tuple[str, ...] = splits.PARTS) -> dict[str, Scores]:
    """Scores on train, validation and test (or those that are named); empty where the run has no predictions."""
    try:
        return {part: scores_of(run, part) for part in names}
    except AbsentError:
        return {}


def task(run: Run) -> Task:
    """What a finished run has learned. Raises AbsentError where its result doesn't say it, or names what isn't here."""
    names = run.target_names
    try:
        learned = tasks.task(run.task, names)
    except UsageError as error:
        raise AbsentError(f"What the run {run.name} has learned isn't known here: {error}") from error
    if not names:
        raise absent(run)
    return learned


def baseline(run: Run, part: str = "test") -> dict[str, float]:
    """What a model reaches on a part that looks at no image and knows what is true of the training images: a value for
    each score of which that says something.

    Reads what is true alone: what it said of the training images is most of the file. Raises AbsentError like
    `predictions`, DataError where either has no images.
    """
    answers, (file, _, task) = predictions(run, part), stamp(run)
    try:
        (learned_from,) = _arrays(file, "train", task.ARRAYS[0])
    except BROKEN as error:
        raise unreadable(file) from error
    if not len(learned_from) or not answers.n:
        raise DataError("What knows no image needs training and test images: one of them is empty.")
    outputs = np.tile(task.trivial(learned_from), (answers.n, 1))
    trivial, once = task.predictions(answers.rows, answers.targets, outputs), np.ones((1, answers.n), np.float32)
    measures = [measure.key for measure in task.SCORES if measure.trivial]
    return {key: float(task.measured([trivial], key, once)[0, 0]) for key in measures}


def shows(run: Run, galaxies: Galaxies) -> bool:
    """Whether the images of an open data set are those that the run was trained and tested on
    (`runs.dataset.shows`)."""
    return dataset.shows(run, galaxies)


def stamp(run: Run) -> Stamp:
    """What the predictions of a run are now: equal ones are of equal predictions. Raises AbsentError."""
    file = run.folder / ARCHIVE
    try:
        changed = file.stat().st_mtime_ns
    except OSError as error:
        raise absent(run) from error
    return file, changed, task(run)


def absent(run: Run) -> AbsentError:
    """The error of a run without predictions."""
    return AbsentError(f"The run {run.name} has no predictions: it is {run.status}, or they have been deleted.")


def unreadable(file: Path) -> AbsentError:
    """The error of predictions that are damaged."""
    return AbsentError(f"The predictions in {file} can't be read: train the run again.")


def _bytes(held: Predictions) -> int:
    return held.rows.nbytes + held.targets.nbytes + held.outputs.nbytes


def _bytes_of_scores(scores: Scores) -> int:
    return 1000 + sum(value.nbytes for value in vars(scores).values() if isinstance(value, np.ndarray))


@cached(LRUCache(REMEMBERED, getsizeof=_bytes), lock=RLock())
def predictions_at(stamped: Stamp, part: str) -> Predictions:
    """The predictions that a stamp is of. Raises AbsentError where they can't be read."""
    file, _, task = stamped
    try:
        return task.predictions(*_arrays(file, part, "rows", *task.ARRAYS))
    except BROKEN as error:
        raise unreadable(file) from error


@cached(LRUCache(REMEMBERED // 10, getsizeof=_bytes_of_scores), lock=RLock())
def _scores(stamped: Stamp, part: str) -> Scores:
    return stamped[2].scores(predictions_at(stamped, part))


def _arrays(file: Path, part: str, *names: str) -> list[np.ndarray]:
    with open(file, "rb") as opened, np.load(opened, allow_pickle=False) as stored:
        return [stored[f"{part}_{name}"] for name in names]
