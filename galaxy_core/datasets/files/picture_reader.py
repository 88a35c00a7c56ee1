"""Reads pictures of a folder as long as they are what they were when the data set was opened."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import pictures
from galaxy_core.datasets.files.formats import Levels
from galaxy_core.storage import stamps
from galaxy_core.storage.stamps import Stamp

THREADS = 4
AT_ONCE = 32_000_000  # bytes of pixels that are read at once


@dataclass(eq=False)
class PictureReader:
    """Of each row the picture's name, below the folder, the hash of its bytes and its stamp."""

    folder: Path
    shape: tuple[int, int]  # (height, width) that each is brought to
    names: list[str]
    digests: list[bytes]
    stamps: list[Stamp]
    levels: Levels | None  # of pictures of more than 8 bits

    def rows(self, rows: np.ndarray) -> np.ndarray:
        """uint8 (k, h, w, 3). Raises DataError for a picture that has changed or is damaged, AbsentError if gone."""
        out = np.empty((len(rows), *self.shape, 3), dtype=np.uint8)

        def fill(place: int) -> None:
            out[place] = self._picture(int(rows[place]))

        most = max(1, 4 * AT_ONCE // out[:1].nbytes) if len(out) else 1
        with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1, most)) as pool:
            for _ in pool.map(fill, range(len(rows))):
                pass
        return out

    def _picture(self, row: int) -> np.ndarray:
        path = self.folder / self.names[row]
        try:
            now = stamps.stamp(path)
        except OSError:
            return pictures.read(path, self.shape, self.levels)  # which says what is wrong
        picture = pictures.read(path, self.shape, self.levels)
        if now != self.stamps[row]:
            if pictures.look(path).digest != self.digests[row]:
                raise refusals.CHANGED(path=path)
            self.stamps[row] = now
        return picture
