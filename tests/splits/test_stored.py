"""A split's file: what is read is what was written, or nothing."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core.splits import stored

SPLIT = stored.StoredSplit(np.array([0, 1, 2, 0], np.int8), "80/10/10", 7, "images", "labels")


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    stored.write(tmp_path / "a.npz", SPLIT)
    found = stored.read(tmp_path / "a.npz")
    assert found.part.tolist() == [0, 1, 2, 0] and found.part.dtype == np.int8 and found.n == 4
    assert (found.policy, found.seed, found.images, found.labels) == ("80/10/10", 7, "images", "labels")


@pytest.mark.parametrize(
    "change",
    [
        {"part": np.array([0, 3], np.int8)},
        {"part": np.array([0, 1])},
        {"part": np.zeros((2, 2), np.int8)},
        {"seed": "x"},
    ],
    ids=str,
)
def test_what_is_no_split_is_none(change: dict, tmp_path: Path) -> None:
    arrays = {"part": SPLIT.part, "policy": "80/10/10", "seed": 1, "images": "i", "labels": "l"} | change
    np.savez(tmp_path / "a.npz", **arrays)
    assert stored.read(tmp_path / "a.npz") is None
    assert stored.read(tmp_path / "b.npz") is None
