"""The data set of a run: whether an open one shows the same images, what was corrected since,
which rows are in which part.

A run keeps the identity of its data set (`made_by` in result.json) and, beside its predictions, every row with what was
true of it then. Its split is a file of its own (`SPLIT`), copied before it learns: whatever happens to the data folder,
it goes on with the same images in the same parts. Runs from before data sets had three identities keep only the rows
and labels of their predictions.
"""

import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

import numpy as np

from galaxy_core import DataError, splits
from galaxy_core.datasets import Galaxies
from galaxy_core.runs.run import Run
from galaxy_core.splits import Progress, Split, StoredSplit, stored
from galaxy_core.storage import stamps
from galaxy_core.storage.stamps import Stamp

ARCHIVE, SPLIT = "predictions.npz", "split.npz"
BROKEN = (OSError, ValueError, LookupError, TypeError, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile)
REMEMBERED = 16  # runs whose rows and labels stay in memory

RowsAndTargets = dict[str, tuple[np.ndarray, np.ndarray]]  # by part: int64 (m,) and (m, …)


def images(run: Run) -> str:
    """Which images it learned from (`identity.Identity.images`); "" of an earlier run, which doesn't say."""
    content_hash = run.result.get("made_by", {}).get("images", "")
    return content_hash if isinstance(content_hash, str) else ""


def shows(run: Run, galaxies: Galaxies) -> bool:
    """Whether the images of a data set, as it is now, are those that a finished run learned from and was tested on.

    Corrected labels, other columns, another name or place of the file change nothing. An earlier run doesn't say which
    images it saw: then their number, size and classes have to be the same, and the label of every one.
    """
    if content_hash := images(run):
        return content_hash == galaxies.identity.images
    result = run.result
    if result.get("classes") != list(galaxies.classes) or result.get("image_shape") != list(galaxies.image_shape):
        return False
    parts = rows_and_targets(run, galaxies.task.ARRAYS[0])
    rows = np.concatenate([rows for rows, _ in parts.values()]) if parts else np.zeros(0, np.int64)
    if not np.array_equal(np.sort(rows), np.arange(galaxies.n)):
        return False
    return not relabelled(run, galaxies)


def relabelled(run: Run, galaxies: Galaxies) -> int:
    """How many images of a data set that `shows` this run have another label now than when it was trained."""
    if run.result.get("made_by", {}).get("labels") == galaxies.identity.labels:
        return 0
    parts = rows_and_targets(run, galaxies.task.ARRAYS[0]).values()
    changed = (galaxies.targets[rows] != targets for rows, targets in parts)
    return sum(int(differs.any(axis=tuple(range(1, differs.ndim))).sum()) for differs in changed)


def corrections(run: Run, galaxies: Galaxies) -> str:
    """A sentence on how many labels have changed since a run was trained, and what its scores mean then; or nothing."""
    if not (changed := relabelled(run, galaxies)):
        return ""
    labels = "1 label has" if changed == 1 else f"{changed:,} labels have"
    return (
        f"{labels} been corrected since this run was trained. "
        "Its scores are those of the labels that it was trained and tested with."
    )


def split(run: Run, galaxies: Galaxies, progress: Progress | None = None) -> Split:
    """The split of a run that is about to learn from these images, which keeps a copy of it from now on.

    Its own copy, where it has one; of an earlier run, that of its predictions; else the one of these images. Raises
    DataError where a run that has begun learned from other images, and what `splits.split` raises.
    """
    policy = run.request.split
    if (source := own_split(run)) is None:
        current = splits.split(galaxies, policy, progress=progress)
        source = current.source
    elif source.n != galaxies.n or source.images not in ("", galaxies.identity.images):
        raise DataError(
            f"The images of {galaxies.title} have changed since {run.name} began to learn from them: train a new run."
        )
    if not (run.folder / SPLIT).exists():
        stored.write(run.folder / SPLIT, source)
    return splits.of(source, galaxies, policy)


def own_split(run: Run) -> StoredSplit | None:
    """Which image was in which part of a run that has begun, None where nobody knows any more, or not yet."""
    if (kept := stored.read(run.folder / SPLIT)) is not None:
        return kept
    rows = [rows for rows, _ in rows_and_targets(run).values()]
    n = sum(map(len, rows))
    part = np.full(n, -1, np.int8)
    for number, part_rows in enumerate(rows):
        part[part_rows[(part_rows >= 0) & (part_rows < n)]] = number
    if n == 0 or (part < 0).any():
        return None
    policy, _, draw = run.request.split.partition("@")
    return StoredSplit(part, policy, int(draw or 0), images(run), "")


def rows_and_targets(run: Run, name: str = "labels") -> RowsAndTargets:
    """The rows of each part that a finished run predicted, and what was true of them then (`Task.ARRAYS` calls it so).

    {} where they are gone or damaged.
    """
    file = run.folder / ARCHIVE
    try:
        return _read(file, stamps.stamp(file), name)
    except OSError:
        return {}


@lru_cache(maxsize=REMEMBERED)
def _read(file: Path, stamp: Stamp, name: str) -> RowsAndTargets:
    try:
        with open(file, "rb") as opened, np.load(opened, allow_pickle=False) as stored:
            parts = {part: (stored[f"{part}_rows"], stored[f"{part}_{name}"]) for part in splits.PARTS}
    except BROKEN:
        return {}
    sound = all(rows.dtype.kind in "iu" and rows.shape == targets.shape[:1] for rows, targets in parts.values())
    return parts if sound else {}
