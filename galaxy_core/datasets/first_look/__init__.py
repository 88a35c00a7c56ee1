"""The first look at very many files: minutes for a quarter of a million, so pages have it done in the background.

A kind of data set that has to look at each file offers `unseen(path) -> int`, how many files it may have to look at,
told in a moment, and `look(path, progress)`, which does it; where nothing is offered, opening costs milliseconds.
"""

import hashlib
import os
from pathlib import Path

import galaxy_core
from galaxy_core import datasets
from galaxy_core.storage import background

MANY = 5000  # files that are looked at in some seconds, while a page waits
MODULE = "galaxy_core.datasets.first_look"


def is_quick(reference: str) -> bool:
    """Whether opening a data set is a matter of seconds. Raises as `datasets.open_dataset` for what isn't there."""
    if datasets.named(reference) is not None:
        return True
    path = Path(datasets.known_as(reference))
    module = datasets.kind_of(path) if path.is_dir() else None
    return module is None or not hasattr(module, "unseen") or module.unseen(path) <= MANY


def start(reference: str) -> background.Job:
    """Has it done by a process of its own, unless one is at it, and says how far that is. Raises StorageError."""
    job = background.ensure(_target(reference), MODULE, datasets.known_as(reference))
    return job or background.Job(0, 0, True)


def job(reference: str) -> background.Job | None:
    """How far it is, or None where none goes on and none has failed."""
    return background.job(_target(reference))


def make(reference: str) -> None:
    """Does it now, with its progress noted for those who wait. Raises as opening the data set does."""
    path = Path(datasets.known_as(reference))
    with background.working(_target(reference)) as report:
        datasets.kind_of(path).look(path, report)


def _target(reference: str) -> Path:
    key = hashlib.sha256(os.fsencode(datasets.known_as(reference))).hexdigest()[:20]
    return galaxy_core.data_folder() / "folders" / f"{key}.looked"
