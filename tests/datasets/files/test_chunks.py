"""Rows come out as h5py itself reads them, however they are stored; blocks follow the chunks and stay small."""

from pathlib import Path
from types import SimpleNamespace

import h5py
import numpy as np
import pytest

from galaxy_core import DataError
from galaxy_core.datasets.files import chunks, hdf5

IMAGES = np.random.default_rng(1).integers(0, 60, (53, 20, 18, 3), dtype=np.uint8)
STORED = {
    "contiguous": {},
    "gzip of whole images": {"chunks": (1, 20, 18, 3), "compression": "gzip"},
    "gzip of small boxes": {"chunks": (16, 7, 8, 1), "compression": "gzip"},
    "gzip and shuffle": {"chunks": (10, 20, 18, 3), "compression": "gzip", "shuffle": True},
    "gzip and checksum": {"chunks": (10, 20, 9, 3), "compression": "gzip", "fletcher32": True},
    "lzf": {"chunks": (10, 20, 18, 3), "compression": "lzf"},
    "chunks, not packed": {"chunks": (8, 20, 18, 2)},
    "chunk larger than all": {"chunks": (53, 20, 18, 3), "compression": "gzip", "maxshape": (None, 20, 18, 3)},
}
ROWS = ([0], [52], [3, 4, 5, 20, 40, 41], list(range(53)), [], list(range(0, 53, 7)))


def stored(path: Path, **settings: object) -> Path:
    """A file whose `images` are stored as asked."""
    with h5py.File(path, "w", userblock_size=settings.pop("userblock_size", 0)) as file:
        file.create_dataset("images", data=IMAGES, **settings)
    return path


@pytest.mark.parametrize("way", STORED)
@pytest.mark.parametrize("rows", ROWS, ids=str)
def test_rows_are_what_h5py_reads(way: str, rows: list[int], tmp_path: Path) -> None:
    path = stored(tmp_path / "file.h5", **STORED[way])
    found = chunks.read_rows(path, "images", np.array(rows, dtype=np.int64))
    assert found.dtype == np.uint8
    assert found.shape == (len(rows), 20, 18, 3)
    assert (found == IMAGES[rows]).all()


@pytest.mark.parametrize("way", ["contiguous", "gzip of small boxes"])
def test_a_user_block_in_front_shifts_nothing(way: str, tmp_path: Path) -> None:
    path = stored(tmp_path / "file.h5", userblock_size=1024, **STORED[way])
    assert (chunks.read_rows(path, "images", np.array([2, 50])) == IMAGES[[2, 50]]).all()


def test_a_compact_array_is_read(tmp_path: Path) -> None:
    path, settings = tmp_path / "file.h5", h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    settings.set_layout(h5py.h5d.COMPACT)
    with h5py.File(path, "w") as file:
        space = h5py.h5s.create_simple((5, 8, 8, 3))
        made = h5py.Dataset(h5py.h5d.create(file.id, b"images", h5py.h5t.NATIVE_UINT8, space, settings))
        made[:] = IMAGES[:5, :8, :8]
    assert (chunks.read_rows(path, "images", np.array([1, 4])) == IMAGES[[1, 4], :8, :8]).all()


def test_pieces_that_h5py_left_unpacked_are_read(tmp_path: Path) -> None:
    path = stored(tmp_path / "file.h5", **STORED["gzip of whole images"])
    with h5py.File(path, "r+") as file:
        file["images"].id.write_direct_chunk((7, 0, 0, 0), IMAGES[7].tobytes(), filter_mask=1)
    assert (chunks.read_rows(path, "images", np.array([6, 7])) == IMAGES[[6, 7]]).all()


def test_a_row_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="damaged"):
        chunks.read_rows(stored(tmp_path / "file.h5"), "images", np.array([53]))


@pytest.mark.parametrize(
    ("shape", "stored_as", "expected"),
    [
        ((17_736, 256, 256, 3), None, 162),  # about 32 MB
        ((17_736, 256, 256, 3), (1, 256, 256, 3), 162),
        ((17_736, 256, 256, 3), (64, 256, 256, 3), 128),  # whole chunks
        ((17_736, 256, 256, 3), (1109, 16, 16, 1), 1109),  # 218 MB
        ((17_736, 256, 256, 3), (17_736, 8, 8, 1), 1271),  # chunks too long: never more than 250 MB
        ((10, 4096, 4096, 3), None, 1),
    ],
)
def test_blocks_follow_the_chunks_and_stay_small(shape: tuple, stored_as: tuple | None, expected: int) -> None:
    found = SimpleNamespace(shape=shape, chunks=stored_as, dtype=np.dtype(np.uint8))
    assert chunks.block_rows(found) == expected
    assert expected * np.prod(shape[1:]) <= chunks.LARGEST_BLOCK


def test_single_images_are_quick_unless_spread_over_long_chunks(tmp_path: Path) -> None:
    for way, quick in {"contiguous": True, "gzip of whole images": True, "chunk larger than all": False}.items():
        with hdf5.reading(stored(tmp_path / "file.h5", **STORED[way])) as file:
            assert chunks.is_quick(file["images"]) is quick
