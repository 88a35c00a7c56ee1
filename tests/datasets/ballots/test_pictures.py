"""Which picture a row of a table is of."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError, StorageError
from galaxy_core.datasets.ballots import pictures


def test_pictures_are_found_in_folders_below(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("1.png", "a/2.jpg", "a/b/3.png", "a/._4.png", "notes.txt"):
        (tmp_path / name).touch()
    assert sorted(pictures.below(tmp_path)) == ["1.png", "a/2.jpg", "a/b/3.png"]
    with pytest.raises(StorageError, match="can't be read"):
        pictures.below(tmp_path / "gone")


def test_columns_that_may_name_pictures_come_likeliest_first() -> None:
    assert pictures.columns(["ra", "ID", "iauname", "Filename"]) == ["Filename", "iauname", "ID"]


def test_the_column_that_names_most_pictures_is_taken() -> None:
    there = ["a/1.png", "b/2.png", "3.png"]
    named = {
        "id": np.array(["7", "8", "9", "10", "11"], object),
        "path": np.array(["a\\1.png", "/data/2.png", "3", "3.png", ""], object),
    }
    column, rows, at = pictures.matched(named, there)
    assert (column, rows.tolist(), at.tolist()) == ("path", [0, 1, 2], [0, 1, 2])  # the same picture again has no row


@pytest.mark.parametrize("named", [{}, {"id": np.array(["7"], object)}])
def test_no_column_at_all_is_a_sentence(named: dict) -> None:
    with pytest.raises(DataError, match="No row of the table names one of the 1 pictures"):
        pictures.matched(named, ["1.png"])
