"""Whatever is wrong with a file: pixels, or a sentence; no traceback, no long wait.

A short run of each format here, and a thousand files of each in the long tests.
"""

import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import GalaxyError, datasets
from galaxy_core.datasets.files import pictures
from tests.datasets.files.mutated import PICTURES, SETS, damaged, write

FEW, MANY = 60, 1000
LONGEST = 30  # seconds that a file may take on a machine that is busy with other things


def look_at_pictures(kind: str, count: int, folder: Path) -> int:
    """How many of so many damaged pictures were refused; those taken for whole are read."""
    random, refused = np.random.default_rng(7), 0
    whole = [make() for make in PICTURES[kind]]
    for number in range(count):
        path = write(folder, kind, damaged(whole[number % len(whole)], number, random))
        began = time.monotonic()
        looked = pictures.look(path)
        if looked.size is None:
            assert looked.fault
            refused += 1
        else:
            assert pictures.read(path, (24, 32)).shape == (24, 32, 3), "what is taken for whole can be read"
        assert time.monotonic() - began < LONGEST
    return refused


def open_sets(kind: str, count: int, folder: Path) -> int:
    """How many of so many damaged files were refused in a sentence; the others are read whole."""
    random, refused = np.random.default_rng(7), 0
    whole = [make() for make in SETS[kind]]
    for number in range(count):
        path = write(folder, kind, damaged(whole[number % len(whole)], number, random))
        began = time.monotonic()
        try:
            galaxies = datasets.open_dataset(str(path))
            for _ in galaxies.blocks():
                pass
        except GalaxyError:
            refused += 1
        assert time.monotonic() - began < LONGEST
        shutil.rmtree(f"{path}.unpacked", ignore_errors=True)
    return refused


@pytest.mark.parametrize("kind", PICTURES)
def test_damaged_pictures_are_refused_or_read(kind: str, tmp_path: Path) -> None:
    assert FEW / 5 < look_at_pictures(kind, FEW, tmp_path) <= FEW


@pytest.mark.parametrize("kind", SETS)
def test_damaged_files_are_refused_or_read(kind: str, tmp_path: Path) -> None:
    assert 0 < open_sets(kind, FEW // 2, tmp_path) <= FEW // 2


@pytest.mark.long
@pytest.mark.parametrize("kind", PICTURES)
def test_a_thousand_damaged_pictures(kind: str, tmp_path: Path) -> None:
    look_at_pictures(kind, MANY, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("kind", SETS)
def test_a_thousand_damaged_files(kind: str, tmp_path: Path) -> None:
    open_sets(kind, MANY, tmp_path)
