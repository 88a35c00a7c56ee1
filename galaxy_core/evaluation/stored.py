"""Predictions and scores of a run, read from its folder. Scores are computed anew: a mended metric mends old runs."""

import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

import numpy as np

from galaxy_core import AbsentError, DataError, splits
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation.predictions import Predictions
from galaxy_core.evaluation.scoring import Scores, scores
from galaxy_core.runs import Run

BROKEN = (  # what numpy raises of a damaged archive, and Predictions of arrays that don't fit together
    OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, RuntimeError, MemoryError, zlib.error,
    zipfile.BadZipFile, DataError,
)  # fmt: skip


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


def shows(run: Run, galaxies: Galaxies) -> bool:
    """Whether this open data set is the one, byte for byte, that the run was trained and tested on."""
    return run.result.get("made_by", {}).get("dataset_fingerprint") == galaxies.fingerprint


def _stamp(run: Run) -> tuple[Path, int, tuple[str, ...]]:
    file = run.folder / "predictions.npz"
    classes = tuple(run.result.get("classes", ()))
    if not file.exists() or not classes:
        raise AbsentError(f"The run {run.name} has no predictions: it is {run.status}, or they have been deleted.")
    return file, file.stat().st_mtime_ns, classes


@lru_cache(maxsize=256)
def _predictions(file: Path, changed: int, classes: tuple[str, ...], part: str) -> Predictions:
    try:
        with open(file, "rb") as opened, np.load(opened, allow_pickle=False) as stored:
            arrays = [stored[f"{part}_{what}"] for what in ("rows", "labels", "probabilities")]
        return Predictions(*arrays, classes)
    except BROKEN as error:
        raise AbsentError(f"The predictions in {file} can't be read: train the run again.") from error


@lru_cache(maxsize=4096)
def _scores(file: Path, changed: int, classes: tuple[str, ...], part: str) -> Scores:
    return scores(_predictions(file, changed, classes, part))
