"""What a list says of a finished run, kept beside its predictions:
a thousand runs are listed without opening one archive.

What is kept counts only for the files and the code that it was made of, and may be deleted.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from galaxy_core import AbsentError, intervals, tasks
from galaxy_core.evaluation import stored
from galaxy_core.intervals import Score
from galaxy_core.runs import Run
from galaxy_core.storage import atomic
from galaxy_core.tasks import Predictions, Scores

KEPT = "scores.json"


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


MadeOf = tuple[str | int, ...]

_recalled: dict[
    str, tuple[MadeOf, Summary | str | None]
] = {}  # by folder: made of what; the sentence why there is none


def summary(run: Run) -> Summary:
    """What a list says of a finished run, computed if nobody has. Raises AbsentError like `predictions`."""
    recalled = _recall(run)
    if recalled is None:
        made_of = _made_of(run)
        recalled = _read(run, made_of) or _computed(run, made_of)  # by another process meanwhile, or else by this one
        _recalled[str(run.folder)] = made_of, recalled
    if isinstance(recalled, str):
        raise AbsentError(recalled)
    return recalled


def kept(run: Run) -> Summary | None:
    """The summary of a run where it has one and it is known; computes nothing."""
    recalled = _recall(run)
    return recalled if isinstance(recalled, Summary) else None


def is_unscored(run: Run) -> bool:
    """Whether it takes `summary` to know a finished run's scores, or that it has none."""
    return _recall(run) is None


def _recall(run: Run) -> Summary | str | None:
    """The summary in memory or in the run's folder, or the sentence why there is none; None where nobody knows yet."""
    try:
        made_of = _made_of(run)
    except AbsentError as error:
        return str(error)
    folder = str(run.folder)
    if folder not in _recalled or _recalled[folder][0] != made_of:
        _recalled[folder] = made_of, _read(run, made_of)
    return _recalled[folder][1]


def _computed(run: Run, made_of: MadeOf) -> Summary | str:
    try:
        computed = _summary(run)
    except AbsentError as error:
        return str(error)  # remembered, or every list would try it again
    _keep(run, made_of, computed)
    return computed


def _summary(run: Run) -> Summary:
    result = run.result
    cost, epoch = result.get("cost", {}), result.get("kept_epoch")
    try:
        validation = _validation(run)
        return Summary(
            task=stored.task(run).name,
            test=_plain(stored.scores_of(run)),
            validation=None if validation is None else _plain(stored.scores_of(run, "validation")),
            baseline=stored.baseline(run),
            seconds=float(cost.get("seconds", 0)),
            n_parameters=int(cost.get("parameters", 0)),
            finished=float(result.get("finished", run.request.created)),
            kept_epoch=None if epoch is None else int(epoch),
            images=_images(run, stored.predictions(run)),
            chosen_on=_images(run, validation) if validation else "",
            initial_weights=result.get("origin", ""),
        )
    except stored.BROKEN as error:
        raise stored.unreadable(run.folder / stored.ARCHIVE) from error


def _validation(run: Run) -> Predictions | None:
    """What it said of validation images; None where that isn't there."""
    try:
        validation = stored.predictions(run, "validation")
    except AbsentError:
        return None
    return validation if validation.n else None


def _plain(scores: Scores) -> Scores:
    """Without what a task adds to them."""
    return Scores(scores.n, scores.values, scores.loss)


def _images(run: Run, predictions: Predictions) -> str:
    """Another text for other images, or where something else is true of them."""
    order, made_by = np.argsort(predictions.rows), run.result.get("made_by", {})
    which = made_by.get("images", made_by.get("dataset_fingerprint"))
    digest = hashlib.blake2b(json.dumps([which, predictions.names]).encode(), digest_size=8)
    for array in (predictions.rows[order], predictions.targets[order]):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _made_of(run: Run) -> MadeOf:
    """What a summary follows from: this code, and the files as they are now. result.json is the last of a run."""
    try:
        archive, result = (os.stat(f"{run.folder}/{name}") for name in (stored.ARCHIVE, "result.json"))
    except OSError as error:
        raise stored.absent(run) from error
    return _code(), archive.st_size, archive.st_mtime_ns, result.st_size, result.st_mtime_ns


@lru_cache(maxsize=1)
def _code() -> str:
    """Another one whenever a file changes by which scores are computed."""
    folders = (Path(__file__).parent, *map(Path, tasks.__path__))
    sources = sorted(source for folder in folders for source in folder.rglob("*.py"))
    sources.append(Path(intervals.__file__))
    return hashlib.blake2b(b"\0".join(source.read_bytes() for source in sources), digest_size=16).hexdigest()


def _keep(run: Run, made_of: MadeOf, summary: Summary) -> None:
    """Not made durable: what a failing disk leaves of it doesn't match its seal. Where nothing can be kept, fine; of a
    shipped run, whose folder is this program's, nothing is."""
    if run.is_shipped:
        return
    document, aside = asdict(summary), run.folder / f".{KEPT}.new"
    with suppress(OSError):
        aside.write_text(json.dumps({"seal": _seal(made_of, document), "scores": document}), encoding="utf-8")
        os.replace(aside, run.folder / KEPT)


def _read(run: Run, made_of: MadeOf) -> Summary | None:
    document = atomic.read_json(run.folder / KEPT) or {}
    summary = document.get("scores")
    if not isinstance(summary, dict) or document.get("seal") != _seal(made_of, summary):
        return None
    scored = {part: summary[part] and _scores_in(summary[part]) for part in ("test", "validation")}
    return Summary(**summary | scored)


def _scores_in(document: dict[str, Any]) -> Scores:
    values = {key: Score(**score) for key, score in document["values"].items()}
    return Scores(document["n"], values, document["loss"])


def _seal(made_of: MadeOf, document: dict[str, Any]) -> str:
    return hashlib.blake2b(json.dumps([made_of, document]).encode(), digest_size=16).hexdigest()
