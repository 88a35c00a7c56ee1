"""Parquet tables: what they hold by their footers, columns alone, pictures as they stream by; damage is a sentence."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from galaxy_core import AbsentError, DataError
from galaxy_core.datasets.files import parquet
from galaxy_core.datasets.files.parquet import Pictures


def write(path: Path, n: int = 50, group: int = 20, **more: object) -> Path:
    """A table of n entries of bytes, whose pictures are told apart by their number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = [b"picture %d " % row * 500 for row in range(n)]
    columns = {"image": [{"bytes": content, "path": None} for content in image], "label": np.arange(n) % 3, **more}
    pq.write_table(pa.table(columns), path, row_group_size=group)
    return path


def test_a_footer_tells_what_there_is(tmp_path: Path) -> None:
    path = write(tmp_path / "x.parquet", ra=np.ones(50), name=["a"] * 50, votes=[[1.0, 2.0]] * 50, when=[None] * 50)
    table = parquet.table(path)
    assert dict(table.columns) == {
        "image": "picture", "label": "number", "ra": "number", "name": "text", "votes": "list", "when": "",
    }  # fmt: skip
    assert (table.n, table.rows, table.parts) == (50, (50,), None)
    assert table.column("label").tolist() == (np.arange(50) % 3).tolist()
    assert table.column("name")[3] == "a"
    assert table.column("votes").shape == (50, 2)
    assert parquet.is_one(path)


@pytest.mark.parametrize("rows", [range(50), [0, 19, 20, 49], [45, 46], [7]])
def test_pictures_of_any_rows(rows: list[int], tmp_path: Path) -> None:
    source = Pictures(parquet.table(write(tmp_path / "x.parquet")), "image")
    for _ in range(2):
        assert [content.split(b" ")[1] for content in source.at(rows)] == [b"%d" % row for row in rows]
    assert [(group.first, group.rows) for group in source.groups] == [(0, 20), (20, 20), (40, 10)]


def test_rows_that_follow_each_other_stream_by_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, begun = Pictures(parquet.table(write(tmp_path / "x.parquet", group=50)), "image"), []
    stream = Pictures._stream
    monkeypatch.setattr(Pictures, "_stream", lambda self, group: begun.append(group) or stream(self, group))
    for first in range(0, 50, 10):
        source.at(range(first, first + 10))
    assert len(begun) == 1


def test_shards_of_a_folder_are_one_table_and_may_say_their_part(tmp_path: Path) -> None:
    for name, n in (("train-00000-of-00002", 5), ("train-00001-of-00002", 4), ("test-00000-of-00001", 3)):
        write(tmp_path / "data" / f"{name}.parquet", n)
    table = parquet.table(tmp_path)
    assert [shard.name.split("-")[0] for shard in table.shards] == ["test", "train", "train"]
    assert table.parts is not None and table.parts.tolist() == [2] * 3 + [0] * 9
    assert len(Pictures(table, "image").at(range(12))) == 12
    write(tmp_path / "data" / "z.parquet", more=np.ones(50))
    with pytest.raises(DataError, match="its file z.parquet has other columns than test-00000"):
        parquet.table(tmp_path)


def test_its_pictures_are_known_by_their_bytes_and_not_by_other_columns(tmp_path: Path) -> None:
    def digests(path: Path) -> list[bytes]:
        return list(Pictures(parquet.table(path), "image").digests())

    first = digests(write(tmp_path / "x.parquet"))
    assert digests(write(tmp_path / "y.parquet", label=np.arange(50) % 7, ra=np.zeros(50))) == first
    other = [{"bytes": b"picture %d " % (row + (row == 7)) * 500, "path": None} for row in range(50)]
    assert digests(write(tmp_path / "z.parquet", image=other)) != first


def test_names_of_classes_are_those_of_hugging_face(tmp_path: Path) -> None:
    plain = pq.read_table(write(tmp_path / "x.parquet"))
    info = b'{"info": {"features": {"label": {"names": ["a", "b", "c"], "_type": "ClassLabel"}}}}'
    for text, names in ((info, ["a", "b", "c"]), (b"words", None), (b'{"info": 3}', None)):
        pq.write_table(plain.replace_schema_metadata({b"huggingface": text}), tmp_path / "x.parquet")
        assert parquet.table(tmp_path / "x.parquet").names("label") == names


def test_damage_and_changes_are_sentences(tmp_path: Path) -> None:
    path = write(tmp_path / "x.parquet")
    table, whole = parquet.table(path), path.read_bytes()
    for data in (b"", b"words", whole[:-50], whole[:400]):
        path.write_bytes(data)
        with pytest.raises(DataError, match="no whole Parquet file"):
            parquet.table(path)
    write(path, n=60)
    with pytest.raises(DataError, match="has changed since the data set was opened"):
        Pictures(table, "image").at([3])
    path.unlink()
    with pytest.raises(AbsentError):
        Pictures(table, "image").at([3])
    assert parquet.shards(tmp_path) == ()
