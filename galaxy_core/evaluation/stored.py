"""Predictions and scores of a run, from its folder. Scores follow from predictions: a mended metric mends old runs.

What a list says of a run, its `Summary`, is kept beside its predictions, so that a thousand runs are listed without
opening one archive. What is kept counts only for the files and the code that it was made of, and may be deleted.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np
from cachetools import LRUCache, cached

from galaxy_core import AbsentError, DataError, UsageError, intervals, splits, tasks
from galaxy_core.datasets import Galaxies
from galaxy_core.intervals import Score
from galaxy_core.runs import Run, dataset
from galaxy_core.storage import atomic
from galaxy_core.tasks import Predictions, Scores, Task

ARCHIVE, KEPT = "predictions.npz", "scores.json"
REMEMBERED = 200_000_000  # bytes of predictions that stay in memory, and a tenth as much of scores
BROKEN = (  # what numpy raises of a damaged archive, and Predictions of arrays that don't fit together
    OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, RuntimeError, MemoryError, zlib.error,
    zipfile.BadZipFile, DataError,
)  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """What a list says of a finished run: by `validation` it is chosen, `test` is what is told of it."""

    task: str  # the name of what it learned
    test: Scores
    validation: Scores | None  # None where what it said of validation images isn't there, or there were none
    baseline: Mapping[str, float]  # scores on the test images of a model that looks at none, where that says something
    seconds: float  # of training
    n_parameters: int  # numbers that it learned
    finished: float  # Unix time
    kept_epoch: int | None  # the epoch whose weights it kept, where it learned by epochs
    images: str  # names its test images and what they show: runs of the same can be compared image by image
    chosen_on: str  # names its validation images in the same way; "" without any
    initial_weights: str  # what its network began with, in words; "" where it began with nothing

    def __hash__(self) -> int:
        return hash((self.images, self.finished, self.seconds))

    @property
    def n(self) -> int:
        """Number of its test images."""
        return self.test.n

    def as_json(self) -> dict[str, Any]:
        """Its scores on the test images with the keys of `Scores.as_json`, without what a task adds to them."""
        return tasks.as_json(self.test)


Stamp = tuple[Path, int, Task]  # predictions as they are now, and what they are of
MadeOf = tuple[str | int, ...]

_known: dict[str, tuple[MadeOf, Summary | str | None]] = {}  # by folder: made of what; the sentence why there is none


def predictions(run: Run, part: str = "test") -> Predictions:
    """What a finished run said about the images of a part. Raises AbsentError where its predictions are gone."""
    return predictions_at(stamp(run), part)


def answer(run: Run, row: int) -> tuple[np.ndarray, str] | None:
    """What a finished run said of one image, as its task's outputs are, and the part it is in; None where it is in none,
    or what it said of that part is gone."""
    for part in ("test", "validation", "train"):
        with suppress(AbsentError):
            said = predictions(run, part)
            if len(at := np.flatnonzero(said.rows == row)):
                return said.outputs[at[0]], part
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
        known = tasks.task(run.task, names)
    except UsageError as error:
        raise AbsentError(f"What the run {run.name} has learned isn't known here: {error}") from error
    if not names:
        raise _absent(run)
    return known


def baseline(run: Run, part: str = "test") -> dict[str, float]:
    """What a model reaches on a part that looks at no image and knows what is true of the training images: a value for
    each score of which that says something.

    Reads what is true alone: what it said of the training images is most of the file. Raises AbsentError like
    `predictions`, DataError where either has no images.
    """
    said, (file, _, known) = predictions(run, part), stamp(run)
    try:
        (learned_from,) = _arrays(file, "train", known.ARRAYS[0])
    except BROKEN as error:
        raise _unreadable(file) from error
    if not len(learned_from) or not said.n:
        raise DataError("What knows no image needs training and test images: one of them is empty.")
    same = np.tile(known.trivial(learned_from), (said.n, 1))
    trivial, once = known.predictions(said.rows, said.targets, same), np.ones((1, said.n), np.float32)
    return {one.key: float(known.measured([trivial], one.key, once)[0, 0]) for one in known.SCORES if one.trivial}


def summary(run: Run) -> Summary:
    """What a list says of a finished run, computed if nobody has. Raises AbsentError like `predictions`."""
    found = _recall(run)
    if found is None:
        made_of = _made_of(run)
        found = _read(run, made_of) or _computed(run, made_of)  # by another process meanwhile, or else by this one
        _known[str(run.folder)] = made_of, found
    if isinstance(found, str):
        raise AbsentError(found)
    return found


def kept(run: Run) -> Summary | None:
    """The summary of a run where it has one and it is known; computes nothing."""
    found = _recall(run)
    return found if isinstance(found, Summary) else None


def is_unscored(run: Run) -> bool:
    """Whether it takes `summary` to know a finished run's scores, or that it has none."""
    return _recall(run) is None


def shows(run: Run, galaxies: Galaxies) -> bool:
    """Whether the images of an open data set are those that the run was trained and tested on (`runs.dataset.shows`)."""
    return dataset.shows(run, galaxies)


def stamp(run: Run) -> Stamp:
    """What the predictions of a run are now: equal ones are of equal predictions. Raises AbsentError."""
    file = run.folder / ARCHIVE
    try:
        changed = file.stat().st_mtime_ns
    except OSError as error:
        raise _absent(run) from error
    return file, changed, task(run)


def _bytes(said: Predictions) -> int:
    return said.rows.nbytes + said.targets.nbytes + said.outputs.nbytes


def _bytes_of_scores(found: Scores) -> int:
    return 1000 + sum(value.nbytes for value in vars(found).values() if isinstance(value, np.ndarray))


@cached(LRUCache(REMEMBERED, getsizeof=_bytes), lock=RLock())
def predictions_at(stamped: Stamp, part: str) -> Predictions:
    """The predictions that a stamp is of. Raises AbsentError where they can't be read."""
    file, _, known = stamped
    try:
        return known.predictions(*_arrays(file, part, "rows", *known.ARRAYS))
    except BROKEN as error:
        raise _unreadable(file) from error


@cached(LRUCache(REMEMBERED // 10, getsizeof=_bytes_of_scores), lock=RLock())
def _scores(stamped: Stamp, part: str) -> Scores:
    return stamped[2].scores(predictions_at(stamped, part))


def _arrays(file: Path, part: str, *names: str) -> list[np.ndarray]:
    with open(file, "rb") as opened, np.load(opened, allow_pickle=False) as stored:
        return [stored[f"{part}_{name}"] for name in names]


def _absent(run: Run) -> AbsentError:
    return AbsentError(f"The run {run.name} has no predictions: it is {run.status}, or they have been deleted.")


def _unreadable(file: Path) -> AbsentError:
    return AbsentError(f"The predictions in {file} can't be read: train the run again.")


def _recall(run: Run) -> Summary | str | None:
    """The summary in memory or in the run's folder, or the sentence why there is none; None where nobody knows yet."""
    try:
        made_of = _made_of(run)
    except AbsentError as error:
        return str(error)
    folder = str(run.folder)
    if folder not in _known or _known[folder][0] != made_of:
        _known[folder] = made_of, _read(run, made_of)
    return _known[folder][1]


def _computed(run: Run, made_of: MadeOf) -> Summary | str:
    try:
        found = _summary(run)
    except AbsentError as error:
        return str(error)  # remembered, or every list would try it again
    _keep(run, made_of, found)
    return found


def _summary(run: Run) -> Summary:
    file, result = run.folder / ARCHIVE, run.result
    cost, epoch = result.get("cost", {}), result.get("kept_epoch")
    try:
        validation = _validation(run)
        return Summary(
            task=task(run).name,
            test=_plain(scores_of(run)),
            validation=None if validation is None else _plain(scores_of(run, "validation")),
            baseline=baseline(run),
            seconds=float(cost.get("seconds", 0)),
            n_parameters=int(cost.get("parameters", 0)),
            finished=float(result.get("finished", run.request.created)),
            kept_epoch=None if epoch is None else int(epoch),
            images=_images(run, predictions(run)),
            chosen_on=_images(run, validation) if validation else "",
            initial_weights=result.get("origin", ""),
        )
    except BROKEN as error:
        raise _unreadable(file) from error


def _validation(run: Run) -> Predictions | None:
    """What it said of validation images; None where that isn't there."""
    try:
        said = predictions(run, "validation")
    except AbsentError:
        return None
    return said if said.n else None


def _plain(found: Scores) -> Scores:
    """Without what a task adds to them."""
    return Scores(found.n, found.values, found.loss)


def _images(run: Run, said: Predictions) -> str:
    """Another text for other images, or where something else is true of them."""
    order, made_by = np.argsort(said.rows), run.result.get("made_by", {})
    which = made_by.get("images", made_by.get("dataset_fingerprint"))
    digest = hashlib.blake2b(json.dumps([which, said.names]).encode(), digest_size=8)
    for array in (said.rows[order], said.targets[order]):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _made_of(run: Run) -> MadeOf:
    """What a summary follows from: this code, and the files as they are now. result.json is the last of a run."""
    try:
        said, result = (os.stat(f"{run.folder}/{name}") for name in (ARCHIVE, "result.json"))
    except OSError as error:
        raise _absent(run) from error
    return _code(), said.st_size, said.st_mtime_ns, result.st_size, result.st_mtime_ns


@lru_cache(maxsize=1)
def _code() -> str:
    """Another one whenever a file changes by which scores are computed."""
    folders = (Path(__file__).parent, *map(Path, tasks.__path__))
    sources = sorted(source for folder in folders for source in folder.rglob("*.py"))
    sources.append(Path(intervals.__file__))
    return hashlib.blake2b(b"\0".join(source.read_bytes() for source in sources), digest_size=16).hexdigest()


def _keep(run: Run, made_of: MadeOf, found: Summary) -> None:
    """Not made durable: what a failing disk leaves of it doesn't match its seal. Where nothing can be kept, fine."""
    document, aside = asdict(found), run.folder / f".{KEPT}.new"
    with suppress(OSError):
        aside.write_text(json.dumps({"seal": _seal(made_of, document), "scores": document}), encoding="utf-8")
        os.replace(aside, run.folder / KEPT)


def _read(run: Run, made_of: MadeOf) -> Summary | None:
    document = atomic.read_json(run.folder / KEPT) or {}
    found = document.get("scores")
    if not isinstance(found, dict) or document.get("seal") != _seal(made_of, found):
        return None
    scored = {part: found[part] and _scores_in(found[part]) for part in ("test", "validation")}
    return Summary(**found | scored)


def _scores_in(document: dict[str, Any]) -> Scores:
    values = {key: Score(**score) for key, score in document["values"].items()}
    return Scores(document["n"], values, document["loss"])


def _seal(made_of: MadeOf, document: dict[str, Any]) -> str:
    return hashlib.blake2b(json.dumps([made_of, document]).encode(), digest_size=16).hexdigest()
