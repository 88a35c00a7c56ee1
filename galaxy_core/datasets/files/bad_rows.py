"""Rows of a table whose picture can't be read: found all at once when the first one is met, and left out from then on.

They are remembered in the data folder as long as the table's files have the same stamps.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress

import galaxy_core
from galaxy_core import StorageError
from galaxy_core.datasets.files import pictures
from galaxy_core.datasets.files.parquet import Pictures, Table
from galaxy_core.storage import atomic

AT_ONCE = 64  # pictures that are in memory


def known(table: Table) -> dict[int, str] | None:
    """What is remembered: row → what is wrong with its picture; None where nobody has looked yet."""
    document = atomic.read_json(galaxy_core.data_folder() / "folders" / _name(table)) or {}
    rows = document.get("rows")
    if document.get("stamps") != _stamps(table) or not isinstance(rows, dict):
        return None
    return {int(row): str(why) for row, why in rows.items() if row.isdigit() and int(row) < table.n}


def find(source: Pictures) -> dict[int, str]:
    """Looks at all pictures of a table, without unpacking those that are surely whole; remembers what is found."""
    bad = dict(_bad(source))
    document = {"stamps": _stamps(source.table), "rows": {str(row): why for row, why in bad.items()}}
    with suppress(StorageError):  # then they are found again the next time
        atomic.write_json(galaxy_core.data_folder() / "folders" / _name(source.table), document)
    return bad


def _bad(source: Pictures) -> Iterator[tuple[int, str]]:
    for first in range(0, source.table.n, AT_ONCE):
        rows = range(first, min(first + AT_ONCE, source.table.n))
        for row, content in zip(rows, source.at(rows), strict=True):
            looked = pictures.look_into(content)
            if looked.size is None:
                yield row, looked.fault


def _stamps(table: Table) -> list[list[int]]:
    """Sizes and times of the content of all shards."""
    return [list(stamp[:2]) for stamp in table.stamps]


def _name(table: Table) -> str:
    return f"{hashlib.sha256(os.fsencode(table.path)).hexdigest()[:20]}.bad.json"
