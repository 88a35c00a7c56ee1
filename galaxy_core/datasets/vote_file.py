"""Votes that a user names by their path: a folder of pictures with a table, that table,
Parquet with pictures in it, HDF5.

Its columns are counts or fractions of the answers of a known tree (`galaxy_core.trees`); `ballots` says how they may be
called. In a folder the table (CSV or Parquet) says of each row which picture it is of.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from galaxy_core import GalaxyError, tasks
from galaxy_core.datasets import Galaxies, ballots, identity, parquet_file, refusals, selection
from galaxy_core.datasets.ballots import Ballots, pictures
from galaxy_core.datasets.files import chunks, columns, galaxy10, hdf5, parquet, picture_rows, tables
from galaxy_core.storage import stamps

ORDER = 80
TITLE = "Votes in a file or folder"
SENTENCE = (
    "Your own table of volunteers' votes with its pictures beside it, "
    "or a Parquet or HDF5 file with pictures and votes."
)
SOURCE = "whoever made the file"
TASK = "votes"
SYNTHETIC = False
DOWNLOAD = None
HDF5 = b"\x89HDF\r\n\x1a\n"
MOST_TABLES = 20  # of a folder that are looked at


def accepts(path: Path) -> bool:
    """Whether a path is, or holds, a table with votes of a tree."""
    try:
        if _is_hdf5(path):
            return _in_hdf5(path) is not None
        return _in_parquet(path) is not None or _table(path) is not None
    except (GalaxyError, OSError):
        return False


def find(folder: Path) -> Path | None:
    """None: such a file has a path, no place of its own."""
    return None


def open(path: Path) -> Galaxies:
    """Opens it. Raises DataError where no row of the table has a picture, or the votes can't be used."""
    if _is_hdf5(path):
        return _hdf5(path)
    return _parquet(path) if _in_parquet(path) else _folder(path)


def stamp(path: Path) -> Hashable:
    """Another value when the table or a picture is another; one of its own while one is too young."""
    try:
        if _is_hdf5(path) or _in_parquet(path):
            stamped = [(str(file), stamps.stamp(file)) for file in parquet.shards(path)]
        else:
            table = _table(path) or path
            stamped = [(str(table), stamps.stamp(table)), *pictures.below(_beside(path)).items()]
    except (GalaxyError, OSError) as error:
        return str(error)
    return (
        identity.digest([ascii(stamped).encode()])
        if all(stamps.is_settled(file_stamp) for _, file_stamp in stamped)
        else object()
    )


def _table(path: Path) -> Path | None:
    """The table of a folder that has most votes, or a table with votes itself."""
    files = [path] if path.is_file() else sorted(file for file in path.iterdir() if _is_table(file))
    sizes = {}
    for file in files[:MOST_TABLES]:
        recognised = ballots.recognised(_header(file))
        sizes[file] = len(recognised.names) if recognised else 0
    return max(sizes, key=lambda file: sizes[file]) if any(sizes.values()) else None


def _is_table(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and (tables.is_one(path) or path.suffix == parquet.ENDING)


def _header(table: Path) -> tuple[str, ...]:
    """The names of the columns of a table of either kind."""
    return tables.header(table) if tables.is_one(table) else tuple(parquet.table(table).columns)


def _values(table: Path, numbers: Sequence[str], texts: Sequence[str]) -> dict[str, np.ndarray]:
    """Columns of a table of either kind, by name: numbers float (n,), texts objects (n,)."""
    if tables.is_one(table):
        return tables.read(table, numbers, texts)
    stored = parquet.table(table)
    values = {name: stored.column(name) for name in (*numbers, *texts)}
    return {name: values[name].astype(float) if name in numbers else _texts(values[name]) for name in values}


def _texts(values: np.ndarray) -> np.ndarray:
    return values if values.dtype == object else values.astype(str).astype(object)


def _beside(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _folder(path: Path) -> Galaxies:
    table, folder = _table(path), _beside(path)
    header = _header(table) if table else ()
    recognised = ballots.recognised(header)
    if table is None or recognised is None:
        raise refusals.NO_VOTES(path=path)
    places, naming = columns.recognised(header), pictures.columns(header)
    values = _values(table, [*dict.fromkeys((*recognised.names, *places.values()))], naming)
    stamp_of = pictures.below(folder)
    named = [*stamp_of]
    column, rows, at = pictures.matched({name: values[name] for name in naming}, named)
    shown = picture_rows.opened(folder, [named[place] for place in at.tolist()], stamp_of)
    rows, total = rows[shown.rows], len(values[column])
    notes = [f"{len(rows):,} of {total:,} rows of {table.name} have a picture, which “{column}” names."]
    if unvoted := len(named) - len(at):
        notes.append(f"{unvoted:,} of {len(named):,} pictures stand in no row and were left out.")
    galaxies = Galaxies(
        name=str(path), title=path.name, task=tasks.task(TASK, recognised.tree.answers), targets=np.zeros(len(rows)),
        image_shape=(*shown.shape, 3), content=shown.content, read=shown.read, files=shown.names,
        left_out=shown.left_out, block=picture_rows.BLOCK, notes=(*notes, *shown.notes),
    )  # fmt: skip
    return _voted(galaxies, recognised, {name: held[rows] for name, held in values.items()}, places)


def _parquet(path: Path) -> Galaxies:
    """A Parquet file, or a folder of them, with pictures and votes in its columns."""
    recognised, table = _in_parquet(path), parquet.table(path)
    assert recognised is not None  # it was accepted
    places = columns.recognised(name for name, kind in table.columns.items() if kind == "number")
    values = {name: table.column(name) for name in dict.fromkeys((*recognised.names, *places.values()))}
    shown = replace(parquet_file.images(table), task=tasks.task(TASK, recognised.tree.answers))
    return _voted(shown, recognised, values, places)


def _hdf5(path: Path) -> Galaxies:
    """An HDF5 file with images and a column (n,) for each answer at its top."""
    recognised = _in_hdf5(path)
    assert recognised is not None  # it was accepted
    with hdf5.reading(path) as file:
        layout = galaxy10.layout(file, labelled=False)
        places = columns.recognised(file.keys())
        values = {name: hdf5.numbers(file, name) for name in dict.fromkeys((*recognised.names, *places.values()))}
        images = hdf5.dataset(file, layout.images)
        block, quick = chunks.block_rows(images), chunks.is_quick(images)
    for name, held in values.items():
        if len(held) != layout.shape[0]:
            raise refusals.COUNTS(path=path, images=layout.shape[0], count=len(held), name=name)
    galaxies = Galaxies(
        name=str(path), title=path.name, task=tasks.task(TASK, recognised.tree.answers),
        targets=np.zeros(layout.shape[0]),
        image_shape=layout.shape[1:], content="", read=lambda rows: chunks.read_rows(path, layout.images, rows),
        block=block,
        quick=quick,
    )  # fmt: skip
    return _voted(galaxy10.identified(path, layout, galaxies), recognised, values, places)


def _voted(
    galaxies: Galaxies, recognised: Ballots, values: Mapping[str, np.ndarray], places: Mapping[str, str]
) -> Galaxies:
    """The same with the votes and places of its rows; those of which nothing is known are left out."""
    votes = ballots.read(recognised, values)
    measured, sky = columns.cleaned({own: values[name] for own, name in places.items()})
    notes = [*votes.notes, *galaxies.notes, *sky]
    voted = replace(
        galaxies, targets=votes.targets, ra=measured.get("ra"), dec=measured.get("dec"),
        redshift=measured.get("redshift"),
        pixel_scale=measured.get("pixel_scale"), notes=tuple(notes),
    )  # fmt: skip
    if votes.known.all():
        return voted
    if not votes.known.any():
        raise refusals.ALL_EMPTY(path=galaxies.name)
    unknown = f"{(~votes.known).sum():,} of {len(votes.known):,} rows have no vote at all and were left out."
    return replace(selection.rows(voted, np.flatnonzero(votes.known)), notes=(*notes, unknown))


def _is_hdf5(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(HDF5)) == HDF5


def _in_hdf5(path: Path) -> Ballots | None:
    with hdf5.reading(path) as file:
        return ballots.recognised([name for name in file if hdf5.has(file, name)])


def _in_parquet(path: Path) -> Ballots | None:
    """The votes of Parquet that has pictures, too."""
    if not (parquet.is_one(path) if path.is_file() else parquet.shards(path)):
        return None
    kinds = parquet.table(path).columns
    if "picture" not in kinds.values():
        return None
    return ballots.recognised([name for name, kind in kinds.items() if kind == "number"])
