"""Which picture each row of a table is of: the column that names most of the pictures that are there says it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from galaxy_core import StorageError
from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import left_out
from galaxy_core.storage import stamps
from galaxy_core.storage.stamps import Stamp

NAMES = (  # what a column may be called that names pictures, in lower case
    "filename", "file_name", "file", "file_loc", "path", "image", "image_path", "png_loc", "jpg_loc", "jpeg_loc",
    "local_png_loc", "asset_id", "id_str", "iauname", "dr8_id", "galaxyid", "dr7objid", "objid", "object_id",
    "subject_id",
    "id", "name",
)  # fmt: skip


def below(folder: Path) -> dict[str, Stamp]:
    """All pictures in a folder and the folders in it, by their paths below it. Raises StorageError."""
    try:
        return dict(_walked(str(folder), ""))
    except OSError as error:
        raise StorageError(f"{folder} can't be read ({error.strerror}): check its permissions and its disk.") from error


def columns(header: Sequence[str]) -> list[str]:
    """The columns that may name pictures, likeliest first."""
    lower = {name.strip().lower(): name for name in reversed(header)}
    return [lower[name] for name in NAMES if name in lower]


def matched(named: Mapping[str, np.ndarray], pictures: Sequence[str]) -> tuple[str, np.ndarray, np.ndarray]:
    """Which column names most pictures, the rows (m,) that have one, and its place among `pictures` (m,).

    A picture is named by its path, by its file name, or by that without its ending; a row that names the same again as
    one before it has none. Raises DataError where no column names any.
    """
    places: dict[str, int] = {}
    for place, path in enumerate(pictures):
        for name in (path, os.path.basename(path), os.path.splitext(os.path.basename(path))[0]):
            places.setdefault(name, place)
    best: tuple[str, np.ndarray, np.ndarray] | None = None
    for column, texts in named.items():
        picture_of_row = np.array([_place(str(text).strip(), places) for text in texts], np.int64)
        rows = np.flatnonzero(picture_of_row >= 0)
        rows = rows[np.sort(np.unique(picture_of_row[rows], return_index=True)[1])]
        if best is None or len(rows) > len(best[1]):
            best = column, rows, picture_of_row[rows]
    if best is None or not len(best[1]):
        looked_in = ", ".join(named) or "none of " + ", ".join(NAMES[:4])
        raise refusals.NO_PICTURE_NAMED(count=len(pictures), names=looked_in)
    return best


def _place(text: str, places: Mapping[str, int]) -> int:
    text = text.replace("\\", "/")
    for name in (text, os.path.basename(text)):
        if name and name in places:
            return places[name]
    return -1


def _walked(folder: str, before: str) -> Iterator[tuple[str, Stamp]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda inner: inner.name):
            if left_out.kind(entry) is None:
                if entry.is_dir():
                    yield from _walked(entry.path, f"{before}{entry.name}/")
                else:
                    yield f"{before}{entry.name}", stamps.of(entry.stat())
