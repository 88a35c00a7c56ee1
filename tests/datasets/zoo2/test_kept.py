"""What is kept of the join: an SQLite table of 45 columns, and arrays."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from galaxy_core import data_folder
from galaxy_core.datasets import zoo2
from galaxy_core.datasets.zoo2 import kept


def _join(folder: Path, numbers: set[int]) -> kept.Kept:
    rows, steps = zoo2.joined(folder / "gz2_hart16.csv", folder / "gz2_filename_mapping.csv", numbers)
    return kept.keep("key", folder, rows, steps)


def test_the_table_is_that_of_the_study_with_counts_beside_it(tables: tuple[Path, set[int]]) -> None:
    found = _join(*tables)
    path = tables[0] / kept.DATABASE
    assert found.notes[-1] == f"The joined table is galaxy_data in {path}."
    with closing(sqlite3.connect(path)) as connection:
        columns = connection.execute("PRAGMA table_info(galaxy_data)").fetchall()
        assert (
            len(columns) == 45
            and columns[0][1:3] == ("dr7objid", "INTEGER")
            and columns[44][1:3] == ("class_reduced", "TEXT")
        )
        assert connection.execute("SELECT count(*), count(DISTINCT dr7objid) FROM galaxy_data").fetchone() == (230, 230)
        query = (
            "SELECT asset_id, ra, t07_rounded_a17_in_between_count FROM galaxy_data JOIN galaxy_votes USING (dr7objid)"
        )
        assets, ra, votes = np.array(connection.execute(f"{query} ORDER BY asset_id").fetchall()).T
    np.testing.assert_array_equal(assets, found.assets)
    np.testing.assert_array_equal(ra, found.ra)
    assert (votes == 20).all()


def test_what_is_kept_comes_back_as_it_was(tables: tuple[Path, set[int]]) -> None:
    found = _join(*tables)
    again = kept.recall("key")
    assert again is not None and again.notes == found.notes
    for name in ("assets", "ra", "dec", "targets", "classes"):
        np.testing.assert_array_equal(getattr(again, name), getattr(found, name))
    assert kept.recall("another") is None
    next((data_folder() / "joined").iterdir()).write_bytes(b"half")
    assert kept.recall("key") is None


def test_where_the_tables_cannot_be_written_beside_the_data_folder_has_it(
    tables: tuple[Path, set[int]], tmp_path: Path
) -> None:
    rows, steps = zoo2.joined(tables[0] / "gz2_hart16.csv", tables[0] / "gz2_filename_mapping.csv", tables[1])
    (tmp_path / "file").touch()
    found = kept.keep("key", tmp_path / "file", rows, steps)
    assert str(data_folder() / kept.DATABASE) in found.notes[-1] and (data_folder() / kept.DATABASE).is_file()
