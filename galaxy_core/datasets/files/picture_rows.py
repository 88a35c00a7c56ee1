"""Pictures of one folder as the rows of a data set, in any order: brought to one size, and read as long as they are
what they were when the data set was opened."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core import StorageError
from galaxy_core.datasets import identity, refusals
from galaxy_core.datasets.files import folder_index, left_out, pictures
from galaxy_core.datasets.files.formats import Levels
from galaxy_core.datasets.files.left_out import LeftOut
from galaxy_core.datasets.files.picture_reader import PictureReader
from galaxy_core.storage import stamps
from galaxy_core.storage.stamps import Stamp

BLOCK = 32
NAMED = 5  # so many broken files are named in a note, the others counted


@dataclass(eq=False)
class PictureRows:
    """Pictures that can be read, by row. `rows` are their places among the names that were asked for."""

    folder: Path
    names: list[str]  # below the folder
    rows: np.ndarray  # int64 (n,)
    shape: tuple[int, int]  # (height, width) that each is brought to
    digests: list[bytes]
    stamps: list[Stamp]
    levels: Levels | None  # of pictures of more than 8 bits
    left_out: tuple[LeftOut, ...]  # those that can't be read
    notes: tuple[str, ...]

    @property
    def content(self) -> str:
        """The hash of the bytes of all files, in their order."""
        return identity.digest([repr((self.shape, self.levels) if self.levels else self.shape).encode(), *self.digests])

    def read(self, rows: np.ndarray) -> np.ndarray:
        """uint8 (k, h, w, 3). Raises DataError for a picture that has changed or is damaged, AbsentError if gone."""
        return PictureReader(self.folder, self.shape, self.names, self.digests, self.stamps, self.levels).rows(rows)


def listed(folder: Path) -> dict[str, Stamp]:
    """The pictures of a folder by their names, with their stamps. Raises StorageError where it can't be looked at."""
    try:
        with os.scandir(folder) as entries:
            return {
                entry.name: stamps.of(entry.stat())
                for entry in entries
                if left_out.kind(entry) is None and not entry.is_dir()
            }
    except OSError as error:
        raise StorageError(f"{folder} can't be read ({error.strerror}): check its permissions and its disk.") from error


def opened(folder: Path, names: Sequence[str], stamp_of: dict[str, Stamp]) -> PictureRows:
    """These pictures, but those that can't be read: each file is read once, and again when its stamp changes.

    Raises DataError where none can be read.
    """
    looked, unkept = folder_index.look(folder, {name: stamp_of[name] for name in dict.fromkeys(names)})
    rows = np.array([row for row, name in enumerate(names) if looked[name].size], np.int64)
    sizes = Counter(size for row in rows if (size := looked[names[row]].size))
    if not sizes:
        raise refusals.NO_USABLE_PICTURES(path=folder)
    shape = max(sizes, key=lambda size: (sizes[size], size))
    kept = [names[row] for row in rows]
    gone = [LeftOut(name, left_out.DAMAGED, look.fault) for name, look in looked.items() if not look.size]
    notes = [left_out.named(gone, NAMED)] if gone else []
    if other := sizes.total() - sizes[shape]:
        usual = f"{shape[1]} × {shape[0]}"
        notes.append(f"{other:,} of {sizes.total():,} pictures are of another size and scaled to {usual}.")
    if unkept:
        notes.append(f"What was found couldn't be kept, so opening stays slow: {unkept}")
    deep = [levels for name in kept if (levels := looked[name].levels)]
    return PictureRows(
        folder, kept, rows, shape, [looked[name].digest for name in kept], [stamp_of[name] for name in kept],
        pictures.shown(deep) if deep else None, tuple(gone), tuple(notes),
    )  # fmt: skip
