"""Tables as text (CSV, also with ; or tabs between, also packed by gzip): their columns by name,
only those that are asked for."""

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from galaxy_core import StorageError
from galaxy_core.datasets import refusals

ENDINGS = (".csv", ".csv.gz", ".tsv", ".tsv.gz")
BETWEEN = ",;\t|"  # what may stand between columns
LONGEST = 1_000_000  # bytes of a line of names
PIECE = 20_000  # rows at once: of a wide table they take 30 MB as text
MISSING = ("", "NA", "NaN", "nan", "null", "NULL", "None", "none", "N/A", "n/a", "-nan", "#N/A", "<NA>")


def is_one(path: Path) -> bool:
    """Whether a file is called like a table."""
    return path.name.lower().endswith(ENDINGS)


def header(path: Path) -> tuple[str, ...]:
    """The names of its columns, in their order. Raises StorageError and DataError."""
    return _header(path)[0]


def read(path: Path, numbers: Sequence[str], texts: Sequence[str]) -> dict[str, np.ndarray]:
    """Columns by their names: numbers as float64 (n,), NaN where they are missing; texts as objects (n,), "" where they
    are missing: 18 digits stay 18 digits. Raises DataError for what is no number."""
    import pandas as pd

    between = _header(path)[1]
    types = dict.fromkeys(numbers, np.float64) | dict.fromkeys(texts, str)
    with sentences(path):
        pieces = pd.read_csv(
            path, usecols=[*types], dtype=types, sep=between, encoding="utf-8-sig", chunksize=PIECE, na_values=MISSING,
            keep_default_na=False, skipinitialspace=True,
        )  # fmt: skip
        table = pd.concat(list(pieces), ignore_index=True)
    columns = {name: table[name].to_numpy(np.float64) for name in numbers}
    return columns | {name: table[name].fillna("").to_numpy(object) for name in texts}


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turns whatever reading a table raises into a sentence."""
    import pandas as pd

    try:
        yield
    except (OSError, EOFError) as error:
        raise StorageError(f"{path} can't be read ({error}): check that it is whole, and its permissions.") from error
    except (ValueError, pd.errors.ParserError) as error:
        raise refusals.TABLE(path=path, why=" ".join(str(error).split())[:160]) from error


def _header(path: Path) -> tuple[tuple[str, ...], str]:
    """The names, and what stands between columns."""
    try:
        opener = gzip.open if path.name.endswith(".gz") else open
        with opener(path, "rb") as file:
            line = file.readline(LONGEST).decode("utf-8-sig")
    except (OSError, EOFError) as error:
        raise StorageError(f"{path} can't be read ({error}): check that it is whole, and its permissions.") from error
    except UnicodeDecodeError as error:
        raise refusals.TABLE(path=path, why="it isn't text in UTF-8") from error
    between = max(BETWEEN, key=line.count)
    names = next(csv.reader(io.StringIO(line), delimiter=between), [])
    if not any(name.strip() for name in names):
        raise refusals.TABLE(path=path, why="it has no line of names")
    return tuple(names), between
