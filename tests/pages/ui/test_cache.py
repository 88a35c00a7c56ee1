"""What is kept between reruns, and when it is made anew."""

import os
import time
from pathlib import Path

import h5py
import numpy as np
import pytest

from galaxy_core import AbsentError, UsageError, datasets, health, splits
from galaxy_core.prepare import thumbnails
from galaxy_core.storage import stamps
from pages.ui import cache


@pytest.fixture
def mine(decals_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "mine.h5"
    path.write_bytes(decals_file.read_bytes())
    time.sleep(2 * stamps.FRESH / 1e9)  # one that is younger is opened each time
    return path


def test_a_data_set_is_opened_once(mine: Path):
    assert cache.galaxies(str(mine)) is cache.galaxies(str(mine))


def test_a_changed_file_is_opened_anew(mine: Path):
    before = cache.galaxies(str(mine))
    os.utime(mine, ns=(1, 1))
    touched = cache.galaxies(str(mine))
    assert touched is not before and touched.identity == before.identity
    with h5py.File(mine, "r+") as file:
        file["images"][3, 2, 1] += 1
    after = cache.galaxies(str(mine))
    assert after is not touched and after.identity.images != before.identity.images


def test_another_data_folder_is_another_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = cache.galaxies("sample")
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    assert cache.galaxies("sample") is not before
    with pytest.raises(AbsentError):
        cache.galaxies("galaxy10_decals")


def test_a_file_that_went_away_is_an_error_not_a_memory(mine: Path):
    cache.galaxies(str(mine))
    mine.unlink()
    with pytest.raises(UsageError, match="neither a data set"):
        cache.galaxies(str(mine))


@pytest.mark.parametrize(("policy", "seed"), [("80/10/10", 0), ("75/25", 3)])
def test_splits_are_those_of_the_core(policy: str, seed: int):
    sample = datasets.open_dataset("sample")
    found, wanted = cache.split(sample, policy, seed), splits.split(sample, policy, seed)
    for part in splits.PARTS:
        assert np.array_equal(getattr(found, part), getattr(wanted, part))


def test_notes_are_its_own_then_what_health_finds():
    sample = datasets.open_dataset("sample")
    assert cache.notes(sample) == (*sample.notes, *health.sentences(sample))


def test_means_and_components_are_those_of_the_core(prepared: np.ndarray):
    sample = datasets.open_dataset("sample")
    assert np.array_equal(cache.means(sample, prepared), thumbnails.means(prepared, sample.labels, 10))
    for found, wanted in zip(
        cache.principal_components(sample, prepared, 100), thumbnails.principal_components(prepared, 100), strict=True
    ):
        assert np.array_equal(found, wanted)
