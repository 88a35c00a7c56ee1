"""A Parquet table, one file or a folder of shards, with a column of pictures as bytes or {bytes, path}."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from galaxy_core import DataError
from galaxy_core.catalogue.sources import Picture
from galaxy_core.datasets import parquet_file
from galaxy_core.datasets.files import parquet

if TYPE_CHECKING:
    import pyarrow as pa

TITLE = "Parquet table"
SENTENCE = "A Parquet file or a folder of shards with a column of pictures."
ORDER = 1
AT_ONCE = 16  # pictures
EMPTY = "no picture in this row"


def accepts(path: Path) -> bool:
    """Whether it is a Parquet file, or a folder that holds some."""
    return parquet_file.accepts(path)


def open(path: Path) -> "Table":
    """By the footers of its files. Raises DataError."""
    table = parquet.table(path)
    return Table(table, parquet_file.pictures_of(table))


@dataclass(eq=False)
class Table:
    """The pictures of a table, row after row."""

    table: parquet.Table
    held: parquet.Pictures
    _names: tuple[int, "pa.Array"] | None = field(default=None, repr=False)  # of the last row group that was asked for

    @property
    def pieces(self) -> tuple[int, ...]:
        """Rows of each shard."""
        return self.table.rows

    @property
    def stamp(self) -> str:
        """By the names, sizes and times of the shards."""
        return repr(
            [(shard.name, stamp[:2]) for shard, stamp in zip(self.table.shards, self.table.stamps, strict=True)]
        )

    @cached_property
    def names(self) -> bool:
        """Whether a path stands beside the bytes of the first picture; also where that can't be read."""
        try:
            return self._beside_bytes and bool(self._name(0))
        except DataError:
            return True

    def read(self, first: int, stop: int) -> Iterator[Picture]:
        """The pictures of these rows, from their column as it streams by."""
        for begin in range(first, stop, AT_ONCE):
            rows = range(begin, min(begin + AT_ONCE, stop))
            for row, content in zip(rows, self.held.at(rows), strict=True):
                yield Picture(self._name(row) if self.names else None, content or EMPTY)

    @cached_property
    def _beside_bytes(self) -> bool:
        with parquet.opened(self.table.shards[0]) as file:
            leaves = {file.schema.column(number).path for number in range(len(file.schema))}
        return f"{self.held.name}.path" in leaves

    def _name(self, row: int) -> str | None:
        """The path beside the bytes of a row; None where it has none."""
        group = self.held.group_of(row)
        if self._names is None or self._names[0] != group.first:
            with parquet.opened(self.table.shards[group.shard]) as file:
                column = file.read_row_group(group.number, columns=[f"{self.held.name}.path"], use_threads=False)
            self._names = (group.first, column.column(0).combine_chunks().field("path"))
        name: str | None = self._names[1][row - group.first].as_py()
        return name
