"""One file of all parts, and only where all are there."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from galaxy_core import AbsentError
from galaxy_core.catalogue import making, merging
from tests.catalogue import made


def test_all_parts_become_one_file_and_are_counted(finished: dict, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("galaxy_core.catalogue.plan.LEAST", 5)
    monkeypatch.setattr("galaxy_core.catalogue.plan.PARTS", 2)
    with pytest.raises(AbsentError, match="no catalogue"):
        merging.merge(tmp_path / "out")
    path, run = made.source("parquet_table", tmp_path), finished["pca_logistic"]
    making.make(run, [path], tmp_path / "out", making.share("1/2"), processes=1)
    with pytest.raises(AbsentError, match="isn't made yet"):
        merging.merge(tmp_path / "out")
    making.make(run, [path], tmp_path / "out", processes=1)
    counts = merging.merge(tmp_path / "out")
    table = pq.read_table(tmp_path / "out" / merging.FILE)
    assert sum(counts.values()) == len(table) == made.COUNT
    assert table["id"].to_pylist() == [f"g{number:03}.png" for number in range(made.COUNT)]
