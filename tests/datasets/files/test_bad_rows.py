"""Bad rows of a table are found and remembered; how they are left out is in `tests/datasets/test_parquet_file.py`."""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from galaxy_core.datasets.files import bad_rows, parquet
from galaxy_core.datasets.files.parquet import Pictures


def test_they_are_remembered_until_the_file_changes(tmp_path: Path) -> None:
    Image.new("RGB", (16, 16)).save(held := io.BytesIO(), "PNG")
    good, path = held.getvalue(), tmp_path / "x.parquet"
    pq.write_table(pa.table({"image": [good, b"", good, b"words"]}), path)
    table = parquet.table(path)
    assert bad_rows.known(table) is None
    found = bad_rows.find(Pictures(table, "image"))
    assert list(found) == [1, 3] and found[1] == "empty"
    assert bad_rows.known(table) == found
    pq.write_table(pa.table({"image": [good] * 9}), path)
    assert bad_rows.known(parquet.table(path)) is None
