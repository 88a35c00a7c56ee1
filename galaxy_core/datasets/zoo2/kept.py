"""What the join of Galaxy Zoo 2 came to, kept: an SQLite table for people, and arrays that open in a moment.

The table `galaxy_data` is study 003's, 45 columns; `galaxy_votes` has the counts of votes beside it.
"""

import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import galaxy_core
from galaxy_core import StorageError
from galaxy_core.datasets import ballots
from galaxy_core.datasets.zoo2 import Steps, tables
from galaxy_core.storage import atomic

if TYPE_CHECKING:
    import pandas as pd

DATABASE = "galaxy_data.sqlite"
UNREADABLE = (OSError, ValueError, LookupError, TypeError, zipfile.BadZipFile)


@dataclass(frozen=True, eq=False)
class Kept:
    """The joined galaxies: numbers of their pictures int64 (n,), places float64 (n,), targets float32 (n, 2, 37) and
    `class_reduced` (n,), with sentences about the steps and the votes."""

    assets: np.ndarray
    ra: np.ndarray
    dec: np.ndarray
    targets: np.ndarray
    classes: np.ndarray
    notes: tuple[str, ...]


def recall(key: str) -> Kept | None:
    """What was kept under a key, or None."""
    try:
        with np.load(_place(key), allow_pickle=False) as stored:
            return Kept(
                **{name: stored[name] for name in stored.files if name != "notes"}, notes=(*stored["notes"].tolist(),)
            )
    except UNREADABLE:
        return None


def keep(key: str, folder: Path, rows: "pd.DataFrame", steps: Steps) -> Kept:
    """Writes the SQLite table beside the published ones, or where that isn't allowed into the data folder,
    and the arrays."""
    database = _database(folder, rows)
    recognised = ballots.recognised([*tables.DEBIASED, *(name for name in tables.COUNTS if name in rows.columns)])
    assert recognised is not None  # these are its own columns
    votes = ballots.read(recognised, {name: rows[name].to_numpy() for name in recognised.names})
    kept = Kept(
        rows["asset_id"].to_numpy(np.int64), rows["ra"].to_numpy(np.float64), rows["dec"].to_numpy(np.float64),
        votes.targets, rows["class_reduced"].to_numpy(str),
        (*steps.sentences(), *votes.notes, f"The joined table is galaxy_data in {database}."),
    )  # fmt: skip
    with suppress(StorageError):  # only slower the next time
        atomic.write(_place(key), lambda aside: np.savez(aside, **asdict(kept)))
    return kept


def _place(key: str) -> Path:
    return galaxy_core.data_folder() / "joined" / f"{key}.npz"


def _database(folder: Path, rows: "pd.DataFrame") -> Path:
    """Where the table is now."""
    try:
        atomic.write(folder / DATABASE, lambda aside: write(aside, rows))
        return folder / DATABASE
    except StorageError:
        path = galaxy_core.data_folder() / DATABASE
        atomic.write(path, lambda aside: write(aside, rows))
        return path


def write(path: Path, rows: "pd.DataFrame") -> None:
    """Writes an SQLite file with both tables: object numbers are INTEGER, which has 64 bits there."""
    study = [name for name in rows.columns if name not in tables.COUNTS]
    counts = [name for name in tables.COUNTS if name in rows.columns]
    with closing(sqlite3.connect(path)) as connection, connection:
        _fill(connection, "galaxy_data", rows, study)
        if counts:
            _fill(connection, "galaxy_votes", rows, ["dr7objid", *counts])


def _fill(connection: sqlite3.Connection, name: str, rows: "pd.DataFrame", columns: Sequence[str]) -> None:
    kinds = {"i": "INTEGER", "f": "REAL"}
    described = ", ".join(f'"{column}" {kinds.get(rows[column].dtype.kind, "TEXT")}' for column in columns)
    connection.execute(f'CREATE TABLE "{name}" ({described})')
    values = zip(*(rows[column].tolist() for column in columns), strict=True)
    connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', values)
    connection.execute(f'CREATE UNIQUE INDEX "{name}_dr7objid" ON "{name}" (dr7objid)')
