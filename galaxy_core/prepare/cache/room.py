"""What prepared sets take on disk, and room for new ones: the least recently used go first.

All of them together are kept below ROOM when a new one is made; those used within the last hour stay, as somebody may
be learning from them. Each set has a note beside it, `KEY.json`, of what it is;
its time of change says when it was used.
"""

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import galaxy_core
from galaxy_core import StorageError
from galaxy_core.storage import atomic, background

ROOM = 40_000_000_000  # bytes of all prepared sets together
IN_USE = 3600.0  # seconds since it was last used for which a set isn't removed of itself
MISSED = ".missed.npy"
BESIDE = ("features", "prints", "identities", "folders", "splits")  # what else is made of images, and stays


@dataclass(frozen=True)
class PreparedSet:
    """A prepared set on disk: bytes with all that belongs to it, when it was last used (Unix time), what it is."""

    path: Path
    size: int
    used: float
    dataset: str  # its title; "" where nobody noted it
    steps: tuple[str, ...]


def sets() -> list[PreparedSet]:
    """All whole sets, the least recently used first."""
    prepared_sets = []
    for path in (galaxy_core.data_folder() / "prepared").glob("*.npy"):
        if not path.name.endswith(MISSED):
            with suppress(OSError):  # removed by somebody meanwhile
                prepared_sets.append(_set(path))
    return sorted(prepared_sets, key=lambda prepared_set: prepared_set.used)


def size() -> int:
    """Bytes of all whole sets together."""
    return sum(prepared_set.size for prepared_set in sets())


def beside() -> dict[str, int]:
    """Bytes of what else is kept of images, by its folder: small, but for features, which have a limit of their own."""
    sizes = {}
    for name in BESIDE:
        sizes[name] = 0
        with suppress(OSError):
            sizes[name] = sum(entry.stat().st_size for entry in os.scandir(galaxy_core.data_folder() / name))
    return sizes


def clear(keep: int) -> list[PreparedSet]:
    """Removes the least recently used sets until the others take at most `keep` bytes; gives those that are gone."""
    gone, there = [], sets()
    left = sum(prepared_set.size for prepared_set in there)
    for prepared_set in there:
        if left <= keep:
            break
        if _remove(prepared_set):
            left -= prepared_set.size
            gone.append(prepared_set)
    return gone


def clear_oldest() -> PreparedSet | None:
    """Removes the least recently used set; None where there is none that could be removed."""
    return next((prepared_set for prepared_set in sets() if _remove(prepared_set)), None)


def make(needed: int) -> None:
    """Makes room for so many bytes: removes sets until all fit into ROOM, but none that was used within the hour."""
    left = size()
    for prepared_set in sets():
        if left + needed <= ROOM or time.time() - prepared_set.used < IN_USE:
            return
        left -= prepared_set.size if _remove(prepared_set) else 0


def note(path: Path, dataset: str, steps: tuple[str, ...]) -> None:
    """Writes down what a set is, for people; where the disk is too full for that, nobody knows it."""
    with suppress(StorageError):
        atomic.write_json(_note(path), {"dataset": dataset, "steps": list(steps)})


def used(path: Path) -> None:
    """Marks a set as used now, at most once in a while."""
    with suppress(OSError):  # a disk that can't be written
        if time.time() - path.stat().st_mtime > IN_USE / 2:
            os.utime(path)


def _set(path: Path) -> PreparedSet:
    status, noted = path.stat(), atomic.read_json(_note(path)) or {}
    missed = path.with_suffix(MISSED)
    whole = status.st_size + (missed.stat().st_size if missed.exists() else 0)
    steps = noted.get("steps")
    names = tuple(map(str, steps)) if isinstance(steps, list) else ()
    return PreparedSet(path, whole, status.st_mtime, str(noted.get("dataset", "")), names)


def _remove(prepared_set: PreparedSet) -> bool:
    """Whether it is gone; one that is being made anew stays."""
    job = background.job(prepared_set.path)
    if job and job.running:
        return False
    try:
        prepared_set.path.unlink()
    except OSError:
        return False
    for other in (prepared_set.path.with_suffix(MISSED), _note(prepared_set.path)):
        with suppress(OSError):
            other.unlink()
    return True


def _note(path: Path) -> Path:
    return path.with_suffix(".json")
