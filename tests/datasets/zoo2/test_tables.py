"""Reading the published tables: only what is used, whole numbers to the last digit, sentences for what is spoilt."""

import gzip
import shutil
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError, StorageError
from galaxy_core.datasets.zoo2 import tables as zoo2_tables
from tests.datasets.zoo2 import published


def test_columns_are_found_wherever_they_stand(tables: tuple[Path, set[int]]) -> None:
    table, unnumbered = zoo2_tables.votes(tables[0] / "gz2_hart16.csv")
    assert [*table.columns] == [*zoo2_tables.KEPT, *zoo2_tables.COUNTS] and unnumbered == 0
    assert table["t01_smooth_or_features_a01_smooth_count"].dtype == np.float32 and len(table) == 240
    assert len(set(table["dr7objid"])) == 240  # as floats most would be the same


def test_a_table_without_counts_has_fractions_all_the_same(tmp_path: Path) -> None:
    published.write(tmp_path, published.Published(60, 50, 40, 40, 40, 5), counts=False)
    assert [*zoo2_tables.votes(tmp_path / "gz2_hart16.csv")[0].columns] == [*zoo2_tables.KEPT]


def test_a_packed_table_is_the_same(tables: tuple[Path, set[int]]) -> None:
    file = tables[0] / "gz2_filename_mapping.csv"
    with open(file, "rb") as plain, gzip.open(f"{file}.gz", "wb") as packed:
        shutil.copyfileobj(plain, packed)
    assert zoo2_tables.mapping(file)[0].equals(zoo2_tables.mapping(Path(f"{file}.gz"))[0])


@pytest.mark.parametrize(
    ("text", "error", "sentence"),
    [
        ("objid,asset_id\n5.87722981736120E+17,1\n", DataError,
         "objid in row 2 of .* is no whole number .1 such rows.; a spread"),
        ("objid,asset_id\n587722981736120347.0,1\n", DataError, "is no whole number"),
        ("objid,asset_id\n99999999999999999999,1\n", DataError, "is no whole number"),
        ("object,asset\n1,1\n", DataError, "lacks the columns objid, asset_id: use the table as published"),
        ("", DataError, "can't be read as a table"),
        (None, StorageError, "can't be read"),
    ],
)  # fmt: skip
def test_a_spoilt_table_is_a_sentence(text: str | None, error: type, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "gz2_filename_mapping.csv"
    if text is not None:
        path.write_text(text)
    with pytest.raises(error, match=sentence):
        zoo2_tables.mapping(path)
    half = tmp_path / "half.csv.gz"
    half.write_bytes(gzip.compress(b"objid,asset_id\n" + b"1,2\n" * 9999)[:-20])
    with pytest.raises(StorageError, match="can't be read"):
        zoo2_tables.mapping(half)
