"""Arrays mapped from files: rows are copies, and what was read is given back."""

from pathlib import Path

import numpy as np

from galaxy_core.storage import mapped


def resident() -> int:
    """Megabytes of this process in memory now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 1_000_000


def test_what_was_read_of_a_large_file_is_given_back(tmp_path: Path) -> None:
    array = np.lib.format.open_memmap(tmp_path / "large.npy", mode="w+", dtype=np.uint8, shape=(4000, 100_000))
    array[1234] = 7
    array.flush()
    del array
    images = np.load(tmp_path / "large.npy", mmap_mode="r")
    before = resident()
    for first in range(0, 4000, 100):
        rows = mapped.read(images, np.arange(first, first + 100))
    assert resident() < before + 100 and (mapped.read(images, slice(1234, 1235)) == 7).all()
    assert rows.shape == (100, 100_000) and rows.base is None


def test_arrays_in_memory_and_small_files_are_read_as_they_are(tmp_path: Path) -> None:
    np.save(tmp_path / "small.npy", np.arange(10))
    for array in (np.arange(10), np.load(tmp_path / "small.npy", mmap_mode="r")):
        assert mapped.read(array, np.array([3, 1])).tolist() == [3, 1]


def test_scattered_rows_of_a_large_file_come_in_their_order(tmp_path: Path) -> None:
    array = np.lib.format.open_memmap(tmp_path / "large.npy", mode="w+", dtype=np.uint8, shape=(3000, 100_000))
    array[:, 0] = np.arange(3000) % 251
    mapped.release(array)
    rows = np.random.default_rng(0).permutation(3000)[: 2 * mapped.AT_ONCE + 10]
    assert (mapped.read(array, rows)[:, 0] == rows % 251).all()
    assert (mapped.read(array, slice(5, 2999, 7))[:, 0] == np.arange(5, 2999, 7) % 251).all()
    assert mapped.read(array, np.empty(0, np.int64)).shape == (0, 100_000)


def test_what_was_written_is_given_back_and_stays_written(tmp_path: Path) -> None:
    array = np.lib.format.open_memmap(tmp_path / "large.npy", mode="w+", dtype=np.uint8, shape=(3000, 100_000))
    before = resident()
    for first in range(0, 3000, 100):
        array[first : first + 100] = 7
        mapped.release(array)
    assert resident() < before + 100 and (np.load(tmp_path / "large.npy", mmap_mode="r")[::500] == 7).all()
