"""Which images of an HDF5 file have the same pixels, by how they are stored, without reading much."""

from pathlib import Path

import h5py
import numpy as np
import pytest

from galaxy_core.datasets import alike
from galaxy_core.datasets.files import chunks, prints

IMAGES = np.random.default_rng(2).integers(0, 255, (60, 40, 40, 3), np.uint8)
IMAGES[[50, 51]] = IMAGES[3]
IMAGES[[20, 30]] = (7, 8, 9)
IMAGES[40] = IMAGES[10]
IMAGES[40, 0, 0] ^= 1  # another image, but only in a corner
STORED = {
    "in one go": {}, "an image a chunk": {"chunks": (1, 40, 40, 3), "compression": "gzip"},
    "pieces": {"chunks": (16, 5, 5, 1), "compression": "gzip"},
    "pieces that don't fit": {"chunks": (7, 3, 7, 3), "compression": "lzf"},
    "large chunks": {"chunks": (16, 40, 40, 3), "compression": "gzip"},
}  # fmt: skip


def same(found: np.ndarray) -> set[tuple[int, ...]]:
    """Groups of rows with the same print, 0 aside."""
    groups = (tuple(np.flatnonzero(found == number).tolist()) for number in np.unique(found[found > 0]))
    return {group for group in groups if len(group) > 1}


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Asks for the prints of a file that is stored so: whether they are cheap, the prints, how many rows were read."""

    def of(kind: str, cheap: int = prints.CHEAP) -> tuple[bool, np.ndarray, list[int]]:
        monkeypatch.setattr(prints, "CHEAP", cheap)
        path, read = tmp_path / "x.h5", []
        with h5py.File(path, "w") as file:
            is_cheap = prints.is_cheap(file.create_dataset("images", data=IMAGES, **STORED[kind]))

        def rows(wanted: np.ndarray) -> np.ndarray:
            read.extend(wanted.tolist())
            return chunks.read_rows(path, "images", wanted)

        return is_cheap, prints.of_array(path, "images", rows, 16, lambda done, total: None), read

    return of


@pytest.mark.parametrize("kind", STORED)
def test_small_files_are_compared_whole(kind: str, ask) -> None:
    cheap, found, _ = ask(kind)
    assert cheap and same(found) == {(3, 50, 51)}
    assert len(np.unique(found[found > 0])) == 60 - 2 - np.count_nonzero(found == 0)


@pytest.mark.parametrize("kind", ["in one go", "an image a chunk"])
def test_where_each_image_has_a_check_sum_only_doubtful_ones_are_read(kind: str, ask) -> None:
    cheap, found, read = ask(kind, 1000)
    assert cheap and read == [3, 20, 30, 50, 51] and same(found) == {(3, 50, 51)}
    assert np.array_equal(found[read], alike.of_images(IMAGES[read]))


@pytest.mark.parametrize("kind", ["pieces", "pieces that don't fit"])
def test_of_images_in_pieces_some_places_are_compared(kind: str, ask) -> None:
    cheap, found, read = ask(kind, IMAGES.size // 2)
    assert cheap and not read
    assert same(found) == {(3, 50, 51), (10, 40)}, "two that differ in a corner only are kept together too"
    assert np.flatnonzero(found == 0).tolist() == [20, 30]


def test_large_chunks_of_whole_images_are_not_cheap(ask) -> None:
    assert not ask("large chunks", 1000)[0]
