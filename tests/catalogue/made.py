"""The same few pictures in each kind of source that there is."""

import io
import tarfile
from pathlib import Path

import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from galaxy_core.datasets import open_dataset

COUNT = 12
KINDS = ("parquet_table", "hdf5_array", "tar_archive", "picture_folder")


def images(count: int = COUNT) -> np.ndarray:
    """uint8 (count, h, w, 3), drawn galaxies."""
    return open_dataset("sample").images(np.arange(count))


def png(image: np.ndarray) -> bytes:
    """An image as a file."""
    held = io.BytesIO()
    Image.fromarray(image).save(held, "PNG")
    return held.getvalue()


def source(kind: str, place: Path, count: int = COUNT) -> Path:
    """A source of that kind, which holds `images`."""
    given = images(count)
    if kind == "hdf5_array":
        with h5py.File(place / "many.h5", "w") as file:
            file["images"] = given
        return place / "many.h5"
    named = {f"g{number:03}.png": png(image) for number, image in enumerate(given)}
    if kind == "parquet_table":
        return parquet(place / "many.parquet", [{"bytes": held, "path": name} for name, held in named.items()])
    if kind == "tar_archive":
        with tarfile.open(place / "many.tar", "w") as archive:
            for name, held in named.items():
                archive.addfile(_info(name, len(held)), io.BytesIO(held))
        return place / "many.tar"
    (place / "many").mkdir()
    for name, held in named.items():
        (place / "many" / name).write_bytes(held)
    return place / "many"


def parquet(path: Path, pictures: list, rows: int = 5) -> Path:
    """A table with one column of pictures, in row groups of so many."""
    pq.write_table(pa.table({"image": pictures}), path, row_group_size=rows)
    return path


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    return info
