"""The two published tables of Galaxy Zoo 2: which picture is of which galaxy, and the votes on it (Hart et al. 2016).

Object numbers have 18 digits: as a float they would be those of other galaxies, so they are read as whole numbers or
not at all. Only the columns that are used are read, wherever they stand.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import tables
from galaxy_core.trees import gz2

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = tuple(answer.column for question in gz2.QUESTIONS for answer in question.answers)
DEBIASED, COUNTS = (tuple(f"{name}_{kind}" for name in COLUMNS) for kind in ("debiased", "count"))
FACTS = ("dr7objid", "ra", "dec", "gz2_class", "total_classifications", "total_votes")
KEPT = (*FACTS, *DEBIASED)  # those of study 003
PIECE = 20_000  # rows at once: as text they take 30 MB


def mapping(path: Path) -> "tuple[pd.DataFrame, int]":
    """`objid` and `asset_id` (int64) of each row, and how many rows without either were left out."""
    return _numbered(path, _read(path, ("objid", "asset_id"), ()), ("objid", "asset_id"))


def votes(path: Path) -> "tuple[pd.DataFrame, int]":
    """KEPT, of which votes are float32, and COUNTS where the table has all of them; how many rows have no number."""
    return _numbered(path, _read(path, KEPT, COUNTS), ("dr7objid",))


def needed(table: "pd.DataFrame") -> tuple[str, ...]:
    """The columns without which a row can't be used."""
    return tuple(name for name in KEPT if name in table.columns)


def _read(path: Path, kept: Sequence[str], optional: Sequence[str]) -> "pd.DataFrame":
    import pandas as pd

    names = tables.header(path)
    if missing := [name for name in kept if name not in names]:
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise refusals.LACKS(path=path, names=", ".join(missing[:3]), more=more)
    columns = [*kept, *(optional if set(optional) <= set(names) else ())]
    types = {name: np.float32 for name in (*DEBIASED, *COUNTS) if name in columns} | {
        name: str for name in ("objid", "dr7objid", "asset_id", "gz2_class") if name in columns
    }
    with tables.sentences(path):
        pieces = pd.read_csv(path, usecols=columns, dtype=types, encoding="utf-8-sig", chunksize=PIECE)
        return pd.concat([_numbers(piece) for piece in pieces], ignore_index=True)[columns]


def _numbers(piece: "pd.DataFrame") -> "pd.DataFrame":
    """The same with whole numbers for texts of digits, −1 where there is none, −2 where it is something else."""
    for name in {"objid", "dr7objid", "asset_id"} & {*piece.columns}:
        texts = piece[name].str.strip()
        digits = texts.str.fullmatch(r"\d{1,18}|[1-8]\d{18}").fillna(False).astype(bool)
        values = np.where(texts.isna() | (texts == ""), -1, -2).astype(np.int64)
        values[digits.to_numpy()] = texts[digits].to_numpy(dtype=np.int64)
        piece[name] = values
    return piece


def _numbered(path: Path, table: "pd.DataFrame", names: Sequence[str]) -> "tuple[pd.DataFrame, int]":
    for name in names:
        wrong = np.flatnonzero(table[name].to_numpy() == -2)
        if len(wrong):
            raise refusals.NO_OBJECT(path=path, name=name, row=wrong[0] + 2, count=len(wrong))
    numbered = (table[list(names)] >= 0).all(axis=1)
    return table[numbered], int((~numbered).sum())
