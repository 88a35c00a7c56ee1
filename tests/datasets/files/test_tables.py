"""Tables as text."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError, StorageError
from galaxy_core.datasets.files import tables


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_columns_are_read_by_name_and_digits_are_kept(between: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = ["\ufeffid,x,y,name", "587722981736120347,1.5,,a", ",NaN,2, b", "587722981736120348,3,4,NA"]
    path.write_text("\n".join(rows).replace(",", between), encoding="utf-8")
    assert tables.is_one(path) and tables.header(path) == ("id", "x", "y", "name")
    found = tables.read(path, ["y", "x"], ["id"])
    assert found["id"].tolist() == ["587722981736120347", "", "587722981736120348"]
    np.testing.assert_array_equal(found["x"], [1.5, np.nan, 3])
    np.testing.assert_array_equal(found["y"], [np.nan, 2, 4])
    assert set(found) == {"id", "x", "y"} and found["x"].dtype == np.float64


def test_a_packed_table_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    assert tables.is_one(path) and tables.read(path, ["b"], [])["b"].tolist() == [2]
    assert not tables.is_one(tmp_path / "table.txt")


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        (b"", DataError, "has no line of names"), (b"a,b\n1,x\n", DataError, "can't be read as a table"),
        (b"\xff\xfe\x00a", DataError, "isn't text in UTF-8"), (None, StorageError, "can't be read"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_a_sentence(content: bytes | None, error: type, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error, match=sentence):
        tables.read(path, ["b"], [])
    (tmp_path / "half.csv.gz").write_bytes(gzip.compress(b"a,b\n" + bytes(range(40)) * 5000)[:-30])
    with pytest.raises(StorageError, match="can't be read"):
        tables.read(tmp_path / "half.csv.gz", ["b"], [])
