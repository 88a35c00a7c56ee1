"""Predictions and scores of a run, from its folder. Scores follow from predictions: a mended metric mends old runs.

What a list says of a run, its `Summary`, is kept beside its predictions, so that a thousand runs are listed without
opening one archive. What is kept counts only for the files and the code that it was made of, and may be deleted.
"""

import hashlib
import json
import os
import zipfile
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from galaxy_core import AbsentError, DataError, intervals, splits, tasks
from galaxy_core.datasets import Galaxies
from galaxy_core.intervals import Score
from galaxy_core.runs import Run, dataset
from galaxy_core.storage import atomic
from galaxy_core.tasks.classification.predictions import Predictions
from galaxy_core.tasks.classification.scoring import Scores, majority, scores

ARCHIVE, KEPT = "predictions.npz", "scores.json"
BROKEN = (  # what numpy raises of a damaged archive, and Predictions of arrays that don't fit together
    OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, RuntimeError, MemoryError, zlib.error,
    zipfile.BadZipFile, DataError,
)  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """What a list says of a finished run; the scores are those on its test images."""

    accuracy: Score
    macro_f1: Score
    balanced_accuracy: Score
    loss: float  # mean cross-entropy in nats
    guessing: Score  # the accuracy of always naming the largest class of the training images
    occurring: int  # classes with test images
    seconds: float  # of training
    parameters: int  # numbers that it learned
    finished: float  # Unix time
    kept_epoch: int | None  # the epoch whose weights it kept, where it learned by epochs
    images: str  # names its test images and what they show: runs of the same can be compared image by image
    origin: str  # what its network began with, in words; "" where it began with nothing

    def as_json(self) -> dict:
        """Its scores with the keys of `Scores.as_json`, but without the confusion matrix."""
        values = {key: getattr(self, key) for key in ("accuracy", "macro_f1", "balanced_accuracy")}
        return tasks.as_json(tasks.Scores(self.accuracy.n, values, self.loss))


_known: dict[str, tuple[tuple, Summary | str | None]] = {}  # by folder: made of what; the sentence why there is none


def predictions(run: Run, part: str = "test") -> Predictions:
    """What a finished run said about the images of a part. Raises AbsentError where its predictions are gone."""
    return _predictions(*_stamp(run), part)


def scores_of(run: Run, part: str = "test") -> Scores:
    """Scores of a finished run on a part, kept in memory as long as its predictions don't change."""
    return _scores(*_stamp(run), part)


def parts(run: Run, names: tuple[str, ...] = splits.PARTS) -> dict[str, Scores]:
    """Scores on train, validation and test (or those that are named); empty where the run has no predictions."""
    try:
        return {part: scores_of(run, part) for part in names}
    except AbsentError:
        return {}


def guessing(run: Run, part: str = "test") -> Score:
    """What always naming the largest class of the training images reaches on a part.

    Reads the labels alone: what it said of the training images is most of the file. Raises AbsentError like
    `predictions`, DataError where either has no images.
    """
    said, file = predictions(run, part), run.folder / ARCHIVE
    try:
        (learned_from,) = _arrays(file, "train", "labels")
    except BROKEN as error:
        raise _unreadable(file) from error
    return majority(learned_from, said.labels)


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


def _stamp(run: Run) -> tuple[Path, int, tuple[str, ...]]:
    file = run.folder / ARCHIVE
    classes = tuple(run.result.get("classes", ()))
    if not file.exists() or not classes:
        raise _absent(run)
    return file, file.stat().st_mtime_ns, classes


@lru_cache(maxsize=256)
def _predictions(file: Path, changed: int, classes: tuple[str, ...], part: str) -> Predictions:
    try:
        return Predictions(*_arrays(file, part, "rows", "labels", "probabilities"), classes)
    except BROKEN as error:
        raise _unreadable(file) from error


@lru_cache(maxsize=4096)
def _scores(file: Path, changed: int, classes: tuple[str, ...], part: str) -> Scores:
    return scores(_predictions(file, changed, classes, part))


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


def _computed(run: Run, made_of: tuple) -> Summary | str:
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
        test = scores_of(run)
        return Summary(
            test.accuracy,
            test.macro_f1,
            test.balanced_accuracy,
            test.loss,
            guessing=guessing(run),
            occurring=int((test.confusion.sum(axis=1) > 0).sum()),
            seconds=float(cost.get("seconds", 0)),
            parameters=int(cost.get("parameters", 0)),
            finished=float(result.get("finished", run.request.created)),
            kept_epoch=None if epoch is None else int(epoch),
            images=_images(predictions(run), result.get("made_by", {}).get("dataset_fingerprint")),
            origin=result.get("origin", ""),
        )
    except BROKEN as error:
        raise _unreadable(file) from error


def _images(said: Predictions, fingerprint: str | None) -> str:
    order = np.argsort(said.rows)
    written = json.dumps([fingerprint, said.classes, said.rows[order].tolist(), said.labels[order].tolist()])
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()


def _made_of(run: Run) -> tuple:
    """What a summary follows from: this code, and the files as they are now. result.json is the last of a run."""
    try:
        said, result = (os.stat(f"{run.folder}/{name}") for name in (ARCHIVE, "result.json"))
    except OSError as error:
        raise _absent(run) from error
    return _code(), said.st_size, said.st_mtime_ns, result.st_size, result.st_mtime_ns


@lru_cache(maxsize=1)
def _code() -> str:
    """Another one whenever a file changes by which scores are computed."""
    folders = (Path(__file__).parent, Path(tasks.__file__).parent)
    sources = sorted(source for folder in folders for source in folder.rglob("*.py"))
    sources.append(Path(intervals.__file__))
    return hashlib.blake2b(b"\0".join(source.read_bytes() for source in sources), digest_size=16).hexdigest()


def _keep(run: Run, made_of: tuple, found: Summary) -> None:
    """Not made durable: what a failing disk leaves of it doesn't match its seal. Where nothing can be kept, fine."""
    document, aside = asdict(found), run.folder / f".{KEPT}.new"
    with suppress(OSError):
        aside.write_text(json.dumps({"seal": _seal(made_of, document), "scores": document}), encoding="utf-8")
        os.replace(aside, run.folder / KEPT)


def _read(run: Run, made_of: tuple) -> Summary | None:
    document = atomic.read_json(run.folder / KEPT) or {}
    found = document.get("scores")
    if not isinstance(found, dict) or document.get("seal") != _seal(made_of, found):
        return None
    return Summary(**{name: Score(**value) if isinstance(value, dict) else value for name, value in found.items()})


def _seal(made_of: tuple, document: dict[str, Any]) -> str:
    return hashlib.blake2b(json.dumps([made_of, document]).encode(), digest_size=16).hexdigest()
