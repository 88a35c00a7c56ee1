"""Images as an array in an HDF5 file, with or without classes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core.catalogue.sources import Picture
from galaxy_core.datasets import galaxy10_file, refusals
from galaxy_core.datasets.files import arrays, hdf5
from galaxy_core.datasets.files.arrays import Arrangement
from galaxy_core.storage import stamps

TITLE = "HDF5 file"
SENTENCE = "An HDF5 file with an array of images."
ORDER = 2
AT_ONCE = 64  # images


def accepts(path: Path) -> bool:
    """Whether a file begins as HDF5 does, or is called so."""
    return galaxy10_file.accepts(path)


def open(path: Path) -> "Array":
    """By what the file says of itself, and a few images where its numbers aren't bytes. Raises DataError."""
    stamp = stamps.stamp(path)
    with hdf5.reading(path) as file:
        name = next((name for name in arrays.NAMES if hdf5.has(file, name)), None)
        if name is None:
            raise refusals.NOT_THERE(path=path, name=arrays.NAMES[0], there=hdf5.names(file))
        array = hdf5.dataset(file, name)
        arranged = arrays.arrangement(path, name, array.shape or (), array.dtype, hdf5.MOST_ROWS)
        hdf5.check_whole(array, name)
        arranged = arrays.with_levels(path, name, arranged, array.dtype, lambda rows: array[rows])
    return Array(path, name, arranged, (path.name, *stamp[:2]))


@dataclass(frozen=True, eq=False)
class Array:
    """The images of an array, row after row."""

    path: Path
    name: str
    arranged: Arrangement
    seen: tuple[object, ...]
    names = False

    @property
    def pieces(self) -> tuple[int, ...]:
        """All rows stand in one file."""
        return (self.arranged.n,)

    @property
    def stamp(self) -> str:
        """By the name, the size and the time of the file."""
        return repr([self.seen])

    def read(self, first: int, stop: int) -> Iterator[Picture]:
        """The images of these rows."""
        for begin in range(first, stop, AT_ONCE):
            for image in self._rows(begin, min(begin + AT_ONCE, stop)):
                yield Picture(None, image)

    def _rows(self, first: int, stop: int) -> np.ndarray:
        if (self.path.name, *stamps.stamp(self.path)[:2]) != self.seen:
            raise refusals.CHANGED(path=self.path)
        with hdf5.reading(self.path) as file:
            return self.arranged.rgb(hdf5.dataset(file, self.name)[first:stop])
