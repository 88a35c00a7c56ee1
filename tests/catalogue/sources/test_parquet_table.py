"""Parquet: bytes with and without a path, rows without a picture, large row groups."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError
from galaxy_core.catalogue import sources
from tests.catalogue import made


def test_bytes_alone_have_numbers_for_names(tmp_path: Path) -> None:
    held = [made.png(image) for image in made.images(4)]
    source = sources.opened(made.parquet(tmp_path / "a.parquet", held))
    assert not source.names and [picture.name for picture in source.read(0, 4)] == [None] * 4


def test_a_row_without_a_picture_says_so_in_its_place(tmp_path: Path) -> None:
    held = [made.png(image) for image in made.images(3)]
    given = [{"bytes": held[0], "path": None}, None, {"bytes": held[2], "path": "c.png"}]
    pictures = list(sources.opened(made.parquet(tmp_path / "a.parquet", given, rows=100)).read(0, 3))
    assert np.array_equal(pictures[2].pixels(0), made.images(3)[2])
    with pytest.raises(ValueError, match="no picture"):
        pictures[1].pixels(0)


def test_a_file_that_changes_while_it_is_read_is_named(tmp_path: Path) -> None:
    path = made.source("parquet_table", tmp_path)
    source = sources.opened(path)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(DataError, match=r"many\.parquet"):
        list(source.read(0, 3))
