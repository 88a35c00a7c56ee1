"""A part as a file: its columns, its names, what a bad picture leaves."""

import json
from pathlib import Path

import pyarrow.parquet as pq

from galaxy_core.catalogue import asking, parts, plan, sources
from tests.catalogue import made


def test_a_part_has_a_row_for_each_picture_and_says_of_what(finished: dict, tmp_path: Path) -> None:
    path = made.source("picture_folder", tmp_path)
    (path / "g001.png").write_bytes(b"no picture")
    run = finished["cnn"]
    planned = plan.made(run, [path])
    unread = parts.write(tmp_path, planned, planned.parts[0], sources.opened(path), asking.model(run))
    table = pq.read_table(tmp_path / "part-00000.parquet")
    assert unread == 1 and table.column_names == ["id", "predicted", "probabilities", "certainty", "distance", "error"]
    bad, good = table.slice(1, 1).to_pylist()[0], table.slice(2, 1).to_pylist()[0]
    assert bad["error"] and {bad[name] for name in ("predicted", "probabilities", "certainty", "distance")} == {None}
    classes = json.loads(table.schema.metadata[b"classes"])
    assert good["id"] == "g002.png" and good["error"] is None and str(table.schema.field("id").type) == "string"
    assert good["predicted"] == classes[max(range(len(classes)), key=good["probabilities"].__getitem__)]
    assert str(table.schema.field("probabilities").type.value_type) == "halffloat"
    assert not list(tmp_path.glob(".new-*"))


def test_pictures_without_names_are_numbered_over_all_sources(finished: dict, tmp_path: Path) -> None:
    path, run = made.source("hdf5_array", tmp_path), finished["pca_logistic"]
    planned = plan.made(run, [path, path])
    model = asking.model(run)
    for part in planned.parts:
        parts.write(tmp_path, planned, part, sources.opened(path), model)
    numbers = [pq.read_table(tmp_path / part.name)["id"].to_pylist() for part in planned.parts]
    assert [number for part in numbers for number in part] == list(range(2 * made.COUNT))
