"""Check sums: every byte counts, and a file is read again only when it may have changed."""

import time
import zlib
from pathlib import Path

import h5py
import numpy as np
import pytest

from galaxy_core import AbsentError
from galaxy_core.datasets.files import checksums
from galaxy_core.storage import stamps

IMAGES = np.random.default_rng(1).integers(0, 255, (40, 12, 10, 3), np.uint8)


def write(path: Path, images: np.ndarray = IMAGES, **how: object) -> Path:
    with h5py.File(path, "w", userblock_size=how.pop("userblock_size", 0)) as file:
        file.create_dataset("images", data=images, **how)
    return path


def test_rows_and_packed_chunks_have_the_sums_of_their_pixels(tmp_path: Path) -> None:
    rows = [zlib.crc32(image.tobytes()) for image in IMAGES]
    assert checksums.of_array(write(tmp_path / "a.h5"), "images").tolist() == rows
    assert checksums.of_array(write(tmp_path / "b.h5", userblock_size=512), "images").tolist() == rows
    packed = checksums.of_array(write(tmp_path / "c.h5", chunks=(1, 12, 10, 3), compression="gzip"), "images")
    assert packed.tolist() == [zlib.adler32(image.tobytes()) for image in IMAGES]


def test_chunks_are_in_the_order_of_their_corners_and_however_well_packed_the_same(tmp_path: Path) -> None:
    again = write(tmp_path / "a.h5", chunks=(7, 5, 10, 1), compression="gzip", compression_opts=1)
    other = tmp_path / "b.h5"
    with h5py.File(other, "w") as file:
        images = file.create_dataset("images", IMAGES.shape, np.uint8, chunks=(7, 5, 10, 1), compression="gzip")
        for first in range(35, -1, -7):  # lie in the file the other way round
            images[first : first + 7] = IMAGES[first : first + 7]
    assert np.array_equal(checksums.of_array(again, "images"), checksums.of_array(other, "images"))


@pytest.mark.parametrize("how", [{}, {"chunks": (3, 12, 5, 3)}], ids=["rows", "chunks"])
def test_of_what_is_too_large_the_middles_count(how: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checksums, "EXACT", IMAGES.size // 2)
    first = checksums.of_array(write(tmp_path / "a.h5", **how), "images")
    changed = IMAGES.copy()
    changed[10, 6, 0] ^= 1
    assert (checksums.of_array(write(tmp_path / "a.h5", changed, **how), "images") != first).sum() == 1
    changed = IMAGES.copy()
    changed[9, 0, 0] ^= 1
    assert np.array_equal(checksums.of_array(write(tmp_path / "a.h5", changed, **how), "images"), first)


def test_it_is_read_again_only_when_it_may_have_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, reads, of_array = write(tmp_path / "a.h5"), [], checksums.of_array
    monkeypatch.setattr(checksums, "of_array", lambda *what: reads.append(what) or of_array(*what))
    monkeypatch.setattr(stamps, "FRESH", 10**18)
    first = checksums.cached(path, "images")
    checksums.cached(path, "images")
    assert len(reads) == 2, "it had changed so lately that a change at the same moment could be missed"
    monkeypatch.setattr(stamps, "FRESH", 0)
    for _ in range(3):
        assert np.array_equal(checksums.cached(path, "images"), first)
    assert len(reads) == 3
    path.touch()
    checksums.cached(path, "images")
    assert len(reads) == 4


def test_what_was_kept_and_is_damaged_is_made_anew(tmp_path: Path, data_folder: Path) -> None:
    path = write(tmp_path / "a.h5")
    time.sleep(2 * stamps.FRESH / 1e9)
    first = checksums.cached(path, "images")
    (kept,) = (data_folder / "identities").iterdir()
    for spoilt in (b"", b"words", kept.read_bytes()[:-30]):
        kept.write_bytes(spoilt)
        assert np.array_equal(checksums.cached(path, "images"), first)


def test_a_data_folder_that_cannot_be_written_only_makes_it_slower(tmp_path: Path, data_folder: Path) -> None:
    data_folder.write_text("a file where the folder should be")
    path = write(tmp_path / "a.h5")
    time.sleep(2 * stamps.FRESH / 1e9)
    assert np.array_equal(checksums.cached(path, "images"), checksums.cached(path, "images"))


def test_a_file_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(AbsentError, match="isn't there any more"):
        checksums.cached(tmp_path / "a.h5", "images")
