"""Parquet tables, one file or a folder of shards: what they hold is told by their footers, and read by row groups.

Nothing is ever read whole: columns of numbers or texts are read alone, and pictures are taken from their column as it
streams by. Whatever is wrong with a file ends as a sentence.
"""

import hashlib
import json
import threading
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from galaxy_core import AbsentError, GalaxyError, StorageError
from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import parquet_pages
from galaxy_core.storage import stamps
from galaxy_core.storage.stamps import Stamp

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ENDING = ".parquet"
MAGIC = b"PAR1"
BUFFER = 1 << 20  # bytes that are fetched at once
BATCH = 16  # pictures that are unpacked from their column at once
PEEK = 1 << 16  # bytes
SAMPLE = 4096  # bytes at three places of each piece of the pictures' column that its hash is made of
MOST_SHARDS = 10_000
MOST_ROWS = 50_000_000
LIMITS = {"thrift_string_size_limit": 100_000_000, "thrift_container_size_limit": 10_000_000}
PARTS = {
    "train": 0,
    "validation": 1,
    "val": 1,
    "valid": 1,
    "dev": 1,
    "test": 2,
}  # what shards are called by Hugging Face


@dataclass(frozen=True)
class Group:
    """Rows `first` … of the table, in the row group `number` of a shard; `size` in bytes of its pictures,
    unpacked by `codec`."""

    shard: int
    number: int
    first: int
    rows: int
    size: int
    codec: str


@dataclass(frozen=True, eq=False)
class Table:
    """Shards of one schema, in order. `columns`: names at the top and what each holds: "number", "text",
    "picture", "list"."""

    path: Path
    shards: tuple[Path, ...]
    stamps: tuple[Stamp, ...]
    columns: Mapping[str, str]
    rows: tuple[int, ...]  # of each shard
    features: Mapping[str, Any] = field(repr=False)  # what Hugging Face writes of the columns

    @property
    def n(self) -> int:
        """Number of rows."""
        return sum(self.rows)

    @property
    def parts(self) -> np.ndarray | None:
        """int8 (n,): 0 train, 1 validation, 2 test by the names of the shards; None where they don't say so."""
        known = [PARTS.get(shard.name.split("-")[0].split(".")[0].lower(), -1) for shard in self.shards]
        if -1 in known or 0 not in known or len(set(known)) < 2:
            return None
        return np.repeat(np.array(known, np.int8), self.rows)

    def names(self, column: str) -> list[str] | None:
        """The names of the classes of a column of class numbers, if they are written down."""
        feature = self.features.get(column)
        names = feature.get("names") if isinstance(feature, dict) else None
        sound = isinstance(names, list) and len(names) > 1 and all(isinstance(name, str) for name in names)
        return names if sound else None

    def column(self, name: str) -> np.ndarray:
        """A column of numbers or texts (n,), or of lists of the same length (n, k). Raises DataError."""
        found = []
        for shard in self.shards:
            with opened(shard) as file:
                found.append(file.read(columns=[name], use_threads=False).column(0))
        kind = self.columns[name]
        if kind == "list":
            lists = [chunk for values in found for chunk in values.chunks]
            widths = {width for chunk in lists for width in np.unique(np.diff(np.asarray(_offsets(chunk)))).tolist()}
            if len(widths) != 1:
                raise refusals.LABEL_SHAPE(path=self.path, name=name, shape="of lists of different lengths")
            return np.concatenate([_numbers(chunk.flatten()) for chunk in lists]).reshape(-1, widths.pop())
        chunks = [chunk for values in found for chunk in values.chunks if len(chunk)]
        if kind == "text":
            texts = [text for chunk in chunks for text in chunk.to_pylist()]
            return np.array(["" if text is None else text for text in texts], dtype=object)
        return np.concatenate([_numbers(chunk) for chunk in chunks] or [np.zeros(0)])


def shards(path: Path) -> tuple[Path, ...]:
    """The Parquet files that a path means: itself, or those in a folder or in the folder `data` in it, by name."""
    if path.is_file():
        return (path,)
    for folder in (path, path / "data"):
        with suppress(OSError):
            if files := sorted(file for file in folder.glob(f"*{ENDING}") if file.is_file() and file.name[0] != "."):
                return tuple(files[:MOST_SHARDS])
    return ()


def is_one(path: Path) -> bool:
    """Whether a file is called so, or begins so."""
    if path.suffix.lower() == ENDING:
        return True
    with suppress(OSError), path.open("rb") as file:  # what may not be read is somebody else's to refuse
        return file.read(len(MAGIC)) == MAGIC
    return False


def table(path: Path) -> Table:
    """What the shards hold, by their footers: milliseconds each. Raises DataError."""
    files = shards(path)
    rows, schema = [], None
    for shard in files:
        with opened(shard) as file:
            rows.append(file.metadata.num_rows)
            if schema is not None and schema.names != file.schema_arrow.names:
                raise refusals.SHARDS(path=path, file=shard.name, first=files[0].name)
            schema = schema or file.schema_arrow
    if sum(rows) > MOST_ROWS:
        raise refusals.TOO_MANY(path=path, count=sum(rows), most=MOST_ROWS)
    if schema is None:
        raise AbsentError(f"{path} isn't there any more: put it back, or choose another file.")
    kinds = {entry.name: _kind(entry.type) for entry in schema}
    seen = tuple(stamps.stamp(shard) for shard in files)
    return Table(path, files, seen, kinds, tuple(rows), _features(schema.metadata or {}))


@contextmanager
def opened(shard: Path) -> Iterator["pq.ParquetFile"]:
    """One file, open inside the `with`; whatever Arrow refuses, also while reading, becomes a sentence."""
    with sentences(shard):
        import pyarrow.parquet as pq

        if not shard.is_file():
            raise refusals.NO_REGULAR_FILE(path=shard) if shard.exists() else FileNotFoundError(str(shard))
        with pq.ParquetFile(shard, buffer_size=BUFFER, pre_buffer=False, **LIMITS) as file:
            yield file


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turns whatever reading a file raises into a sentence."""
    try:
        yield
    except GalaxyError:
        raise
    except FileNotFoundError as error:
        raise AbsentError(f"{path} isn't there any more: put it back, or choose another file.") from error
    except PermissionError as error:
        raise StorageError(f"{path} can't be read: check its permissions.") from error
    except MemoryError as error:
        raise refusals.LARGER_THAN_MEMORY(path=path) from error
    except Exception as error:  # Arrow answers a damaged file with several kinds of exceptions; this is their one gate
        raise refusals.NOT_PARQUET(path=path) from error


@dataclass(eq=False)
class Pictures:
    """The pictures of a table, as bytes, in any order of rows; rows one after the other stream by but once."""

    table: Table
    name: str  # of their column
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _at: tuple[int, int, Iterator[list[bytes]], list[bytes]] | None = field(default=None, repr=False)
    # the group, the row of it that the kept ones begin with, what follows them, and the kept ones

    @cached_property
    def leaf(self) -> str:
        """Where the bytes lie: the column itself, or the field `bytes` in it."""
        with opened(self.table.shards[0]) as file:
            kind = file.schema_arrow.field(self.name).type
        return f"{self.name}.bytes" if str(kind).startswith("struct") else self.name

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The row groups of all shards, in order."""
        return tuple(group for group, _ in self._pieces)

    @cached_property
    def _pieces(self) -> list[tuple[Group, tuple[int, int]]]:
        """Of each group besides, where its pictures lie in the file: first byte and bytes."""
        found, first = [], 0
        for number, shard in enumerate(self.table.shards):
            with opened(shard) as file:
                self._check_unchanged(number)
                for place in range(file.metadata.num_row_groups):
                    group = file.metadata.row_group(place)
                    leaves = [group.column(leaf) for leaf in range(group.num_columns)]
                    (own,) = [leaf for leaf in leaves if leaf.path_in_schema == self.leaf] or [leaves[0]]
                    start = own.dictionary_page_offset or own.data_page_offset
                    found.append((
                        Group(number, place, first, group.num_rows, own.total_uncompressed_size, own.compression),
                        (start, own.total_compressed_size),
                    ))  # fmt: skip
                    first += group.num_rows
        if first != self.table.n:
            raise refusals.NOT_PARQUET(path=self.table.path)
        return found

    def digests(self) -> Iterator[bytes]:
        """A hash of each group's pictures: how many, their bytes, and what stands at three places of them.

        Pictures are packed already, so one that changes changes these: nearly always its size,
        and so where the others lie.
        """
        for group, (start, size) in self._pieces:
            shard = self.table.shards[group.shard]
            digest = hashlib.blake2b(repr((group.rows, size, group.size)).encode(), digest_size=16)
            with sentences(shard), open(shard, "rb") as file:
                for place in (0, max(0, size // 2 - SAMPLE // 2), max(0, size - SAMPLE)):
                    file.seek(start + place)
                    digest.update(file.read(min(SAMPLE, size)))
            yield digest.digest()

    def beginnings(self) -> Iterator[bytes]:
        """The first bytes of each group's pictures, unpacked: the beginning of its first one is among them."""
        for group, (start, size) in self._pieces:
            shard = self.table.shards[group.shard]
            with sentences(shard), open(shard, "rb") as file:
                file.seek(start)
                yield parquet_pages.beginning(file.read(min(PEEK, size)), group.codec, PEEK)

    def at(self, rows: Sequence[int]) -> list[bytes]:
        """The bytes of rows, which increase; b"" where there is no picture. Raises DataError,
        also for a changed file."""
        with self._lock:
            return [self._row(row) for row in rows]

    def group_of(self, row: int) -> Group:
        """The row group that a row is in."""
        return self.groups[self._number(row)]

    def _number(self, row: int) -> int:
        return bisect_right(self._starts, row) - 1

    @cached_property
    def _starts(self) -> list[int]:
        return [group.first for group in self.groups]

    def _row(self, row: int) -> bytes:
        number = self._number(row)
        place = row - self.groups[number].first
        if self._at is None or self._at[0] != number or place < self._at[1]:
            self._at = (number, 0, self._stream(self.groups[number]), [])
        _, begin, rest, kept = self._at
        while place >= begin + len(kept):
            begin, kept = begin + len(kept), next(rest, [])
            if not kept:
                raise refusals.NOT_PARQUET(path=self.table.shards[self.groups[number].shard])
        self._at = (number, begin, rest, kept)
        return kept[place - begin]

    def _check_unchanged(self, number: int) -> None:
        shard = self.table.shards[number]
        if stamps.stamp(shard)[:2] != self.table.stamps[number][:2]:
            raise refusals.CHANGED(path=shard)

    def _stream(self, group: Group) -> Iterator[list[bytes]]:
        shard = self.table.shards[group.shard]
        with opened(shard) as file:
            self._check_unchanged(group.shard)
            batches = file.iter_batches(BATCH, row_groups=[group.number], columns=[self.leaf], use_threads=False)
            for batch in batches:
                column = batch.column(0)
                yield [value if isinstance(value, bytes) else b"" for value in _bytes(column)]


def _bytes(column: "pa.Array") -> list[bytes | None]:
    values: list[Any] = column.to_pylist()
    return [value.get("bytes") if isinstance(value, dict) else value for value in values]


def _numbers(values: "pa.Array") -> np.ndarray:
    """Numbers (n,), float64 with NaN where some are missing; without pandas, whose import takes a second."""
    import pyarrow as pa

    if values.null_count:
        values = values.cast(pa.float64()).fill_null(float("nan"))
    elif pa.types.is_boolean(values.type):
        values = values.cast(pa.int8())
    stored = np.frombuffer(values.buffers()[1], np.dtype(str(values.type).replace("halffloat", "float16")))
    return stored[values.offset : values.offset + len(values)]


def _offsets(chunk: "pa.ListArray") -> list[int]:
    if hasattr(chunk, "offsets"):
        return chunk.offsets.to_pylist()
    return list(range(0, (len(chunk) + 1) * chunk.type.list_size, chunk.type.list_size))


def _kind(kind: "pa.DataType") -> str:
    """What a column holds, in one word; "" for what isn't read here."""
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(kind):
        kind = kind.value_type
    if types.is_integer(kind) or types.is_floating(kind) or types.is_boolean(kind):
        return "number"
    if types.is_string(kind) or types.is_large_string(kind):
        return "text"
    if types.is_binary(kind) or types.is_large_binary(kind):
        return "picture"
    if types.is_struct(kind):
        return "picture" if kind.get_field_index("bytes") >= 0 else ""
    if (types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)) and _kind(
        kind.value_type
    ) == "number":
        return "list"
    return ""


def _features(metadata: Mapping[bytes, bytes]) -> dict[str, Any]:
    """What Hugging Face writes into the schema of the columns; {} where that isn't there."""
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        features = json.loads(metadata[b"huggingface"])["info"]["features"]
        return features if isinstance(features, dict) else {}
    return {}
