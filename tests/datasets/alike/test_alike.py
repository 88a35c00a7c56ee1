"""Prints: equal where pixels are, kept once they are known; those of HDF5 files:
tests/datasets/files/test_prints.py."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import datasets, tasks
from galaxy_core.datasets import Galaxies, alike
from galaxy_core.storage import background

IMAGES = np.random.default_rng(0).integers(0, 255, (150, 9, 8, 3), np.uint8)
IMAGES[140] = IMAGES[3]
IMAGES[[20, 100]] = (7, 8, 9)


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Galaxies, list[int]]:
    """A data set in memory, and how many images were read of it; the data folder is empty."""
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    reads: list[int] = []

    def read(rows: np.ndarray) -> np.ndarray:
        reads.append(len(rows))
        return IMAGES[rows]

    task = tasks.task("classes", ("a",))
    return Galaxies("made", "Made", task, np.zeros(150, np.int64), (9, 8, 3), "images", read), reads


def test_the_same_pixels_have_the_same_print_and_blank_ones_none(counted: tuple[Galaxies, list[int]]) -> None:
    prints = alike.make(counted[0])
    assert prints.dtype == np.uint64 and np.array_equal(prints, alike.of_images(IMAGES))
    assert prints[140] == prints[3] and np.flatnonzero(prints == 0).tolist() == [20, 100]
    assert len(np.unique(prints)) == 148


def test_every_image_is_read_once(counted: tuple[Galaxies, list[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    galaxies, reads = counted
    told: list[tuple[int, int]] = []
    assert alike.is_quick(galaxies), "there isn't much to read"
    monkeypatch.setattr(alike, "SMALL", 1000)
    assert not alike.is_quick(galaxies) and alike.find(galaxies) is None
    first = alike.make(galaxies, lambda done, total: told.append((done, total)))
    assert sum(reads) == 150 and told == [(64, 150), (128, 150), (150, 150)]
    assert alike.is_quick(galaxies) and np.array_equal(alike.find(galaxies), first)
    assert np.array_equal(alike.make(galaxies), first) and sum(reads) == 150


@pytest.mark.parametrize("spoilt", [b"", b"words", None])
def test_kept_ones_that_are_damaged_are_made_anew(counted: tuple[Galaxies, list[int]], spoilt: bytes | None) -> None:
    galaxies, reads = counted
    first, kept = alike.make(galaxies), alike.path(galaxies)
    kept.write_bytes(kept.read_bytes()[:-9] if spoilt is None else spoilt)
    assert np.array_equal(alike.make(galaxies), first) and sum(reads) == 300


def test_a_storage_that_knows_them_is_asked() -> None:
    sample = datasets.open_dataset("sample")
    prints = alike.make(sample)
    twins = sample.known_faults["twins"]
    assert (prints[twins[:, 0]] == prints[twins[:, 1]]).all()
    assert len(np.unique(prints)) == sample.n - len(twins)
    assert np.array_equal(alike.find(sample), prints)
    rows = np.sort(np.concatenate([twins[:2].ravel(), sample.known_faults["near_twins"][:2].ravel()]))
    of_pixels = alike.of_images(sample.images(rows))
    same = prints[rows][:, None] == prints[rows][None]
    assert np.array_equal(of_pixels[:, None] == of_pixels[None], same)


def test_they_are_made_in_the_background(tmp_path, until: Callable[..., None]) -> None:
    from PIL import Image

    for kind in ("a", "b"):
        (tmp_path / "mine" / kind).mkdir(parents=True)
        for number in range(3):
            Image.fromarray(IMAGES[number]).save(tmp_path / "mine" / kind / f"{number}.png")
    galaxies = datasets.open_dataset(str(tmp_path / "mine"))
    assert alike.start(galaxies).total in (0, 6)
    until(lambda: background.job(alike.path(galaxies)) is None, 60)
    assert np.array_equal(alike.find(galaxies)[:3], alike.find(galaxies)[3:])
