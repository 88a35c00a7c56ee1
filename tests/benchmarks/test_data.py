"""The makers of benchmark files: small ones, opened as what they imitate."""

from pathlib import Path

import h5py
import numpy as np

from benchmarks import data
from galaxy_core import datasets, splits


def test_both_files_hold_the_same_in_their_own_way(tmp_path: Path) -> None:
    for packed in (False, True):
        data.make(tmp_path / f"{packed}.h5", 300, packed)
    plain, packed = (datasets.open_dataset(str(tmp_path / f"{packed}.h5")) for packed in (False, True))
    assert plain.title.startswith("Galaxy10 DECaLS")
    assert np.array_equal(plain.images([299, 0, 150]), packed.images([299, 0, 150]))
    assert np.array_equal(plain.labels, np.arange(300) // 30)
    assert np.isnan(plain.redshift).sum() == 15
    with h5py.File(tmp_path / "True.h5") as file:
        assert file["images"].compression == "gzip"
        assert file["images"].chunks[0] > 1


def test_some_galaxies_stand_in_it_twice(tmp_path: Path) -> None:
    data.make(tmp_path / "x.h5", 600, packed=False, size=8)
    galaxies = datasets.open_dataset(str(tmp_path / "x.h5"))
    group = splits.groups(galaxies)
    assert len(set(group)) == 598
    assert group[0] == group[300]
    assert galaxies.labels[0] != galaxies.labels[300]
