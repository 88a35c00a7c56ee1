"""Sources of pictures to classify, however many: one file for each way of keeping them.

The contract of a plug-in, all at module level:

- head: `TITLE`, `SENTENCE`, `ORDER` (in which they are asked what a path is);
- `accepts(path) -> bool`: whether a path is one of this kind;
- `open(path) -> Source`: what it holds, without unpacking a picture. Raises DataError for what can't be used.

A `Source` has `pieces`, how many pictures stand in each of its files, and `stamp`, another text when any of these has
changed; `names`, whether its pictures have names; `read(first, stop)`, which gives those of these numbers, one after
the other. What is wrong with one picture is given in its place; what is wrong with the source is raised.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Protocol

import numpy as np

from galaxy_core import DataError, UsageError, plugins
from galaxy_core.datasets.files import formats, pictures

WAY_OUT = "give a Parquet file, a folder of pictures, an HDF5 file or a tar archive"


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture: its name, None where it has only a number, and the bytes of its file, or pixels uint8 (h, w, 3), or
    in a few words why it can't be had."""

    name: str | None
    content: bytes | np.ndarray | str

    def pixels(self, side: int) -> np.ndarray:
        """uint8 (h, w, 3), upright; where its format is quicker so, smaller than it is, but no side below `side`
        pixels. Raises one of `pictures.BROKEN`."""
        if isinstance(self.content, str):
            raise formats.Unusable(self.content)
        return pictures.decoded(self.content, side=side) if isinstance(self.content, bytes) else self.content


class Source(Protocol):
    """Pictures one after the other, numbered from 0."""

    pieces: tuple[int, ...]
    stamp: str
    names: bool

    def read(self, first: int, stop: int) -> Iterator[Picture]:
        """Those numbers. Raises DataError, AbsentError or StorageError for the source."""


def opened(path: Path) -> Source:
    """The source that a path is. Raises UsageError where nothing is there, DataError where it can't be used."""
    if not path.exists():
        raise UsageError(f"{path} isn't there: {WAY_OUT}.")
    for name in plugins.names(sys.modules[__name__]):
        kind: ModuleType = plugins.load(sys.modules[__name__], name)
        if kind.accepts(path):
            source: Source = kind.open(path)
            if not sum(source.pieces):
                break
            return source
    raise DataError(f"{path} holds no pictures: {WAY_OUT}.")
