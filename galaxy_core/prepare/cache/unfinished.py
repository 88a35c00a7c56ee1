"""A prepared set that isn't whole yet: `KEY.npy.part`, with a note beside it of how much of it is surely on disk.

Whoever fills it holds the lock of its target (`background.working`), so there is one writer. What a killed process left
is gone on with; a note that doesn't fit, or is damaged, is as none.
"""

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypedDict

import numpy as np

from galaxy_core import StorageError
from galaxy_core.storage import atomic, background, mapped, validation
from galaxy_core.storage.validation import Count

KEPT = 7 * 86_400  # seconds for which the part of another set waits to be gone on with


@dataclass(eq=False)
class Unfinished:
    """`images` uint8 (n, s, s, c), writable; the first `rows` are done; in rows `missed` of them nothing was found."""

    target: Path
    images: np.memmap
    rows: int
    missed: list[int]

    @classmethod
    def open(cls, target: Path, shape: tuple[int, ...], block: int) -> Self:
        """What an earlier process left of this set, or a new one. Raises OSError where the disk is too small.

        It goes on at a block's beginning, as the storage likes it.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(target)
        part, noted = _part(target), _read_note(target, shape)
        if noted is not None:
            rows = noted["rows"] - noted["rows"] % block
            atomic.reserve(part, (shape[0] - rows) * int(np.prod(shape[1:])))
            images = np.lib.format.open_memmap(part, mode="r+")
            return cls(target, images, rows, [row for row in noted["missed"] if row < rows])
        _note(target).unlink(missing_ok=True)
        part.unlink(missing_ok=True)  # its space counts
        atomic.reserve(part, int(np.prod(shape)))
        return cls(target, np.lib.format.open_memmap(part, mode="w+", dtype=np.uint8, shape=shape), 0, [])

    def advance(self, rows: int, missed: np.ndarray) -> None:
        """So many leading rows are done now; in those of them nothing was found. They take no memory any more."""
        self.rows = rows
        self.missed += missed.tolist()
        mapped.release(self.images)

    def note(self) -> None:
        """Makes what is done durable, and then says so; a disk that refuses the note costs nothing but time."""
        with suppress(OSError, StorageError):
            self.images.flush()
            atomic.write_json(_note(self.target), {"rows": self.rows, "missed": self.missed})

    def discard(self) -> None:
        """Takes away what was made of images that can't all be read."""
        for left in (_part(self.target), _note(self.target)):
            left.unlink(missing_ok=True)

    def finish(self) -> None:
        """Gives the whole set its name."""
        self.images.flush()
        atomic.put(_part(self.target), self.target)
        _note(self.target).unlink(missing_ok=True)


class _Noted(TypedDict, total=False):
    """What the note of a part holds: rows that are done, and those of them in which no source was found."""

    rows: Count
    missed: list[Count]


def _read_note(target: Path, shape: tuple[int, ...]) -> _Noted | None:
    """The note of a part that is there and has this shape, or None."""
    noted = validation.sound(_Noted, atomic.read_json(_note(target)))
    try:
        images = np.load(_part(target), mmap_mode="r", allow_pickle=False)
        fits = images.shape == shape and images.dtype == np.uint8 and images.flags.c_contiguous
        return noted if fits and _can_be_meant(noted, shape[0]) else None
    except (OSError, ValueError, EOFError):
        return None


def _can_be_meant(noted: _Noted, n: int) -> bool:
    return len(noted) == 2 and noted["rows"] <= n and all(row < noted["rows"] for row in noted["missed"])


def _clear(target: Path) -> None:
    """Removes what killed processes left half written, and parts of other sets that nobody goes on with for a week."""
    atomic.sweep(target.parent)
    for part in target.parent.glob("*.npy.part"):
        other = part.with_suffix("")
        with suppress(OSError):  # finished or removed by another process meanwhile
            if other == target or time.time() - part.stat().st_mtime < KEPT:
                continue
            if (job := background.job(other)) is None or not job.running:
                part.unlink()
                _note(other).unlink(missing_ok=True)


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _note(target: Path) -> Path:
    return target.with_name(f"{target.name}.note")
