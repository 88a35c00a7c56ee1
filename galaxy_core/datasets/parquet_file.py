"""A Parquet file or a folder of shards as Hugging Face has them: `image` as bytes or {bytes, path}, `label`,
more columns.

Opening reads the footers and the columns of numbers, never the pictures: milliseconds, whatever its size. Pictures are
read by row groups. Shards that are called train-…, test-… say which part their rows are in.
"""

import os
from collections import Counter
from collections.abc import Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from galaxy_core import DataError, datasets, tasks
from galaxy_core.datasets import Galaxies, identity, refusals, selection
from galaxy_core.datasets.files import arrays, bad_rows, columns, formats, galaxy10, labels, left_out, parquet, pictures
from galaxy_core.datasets.files.formats import Levels
from galaxy_core.datasets.files.galaxy10 import Layout
from galaxy_core.datasets.files.left_out import LeftOut
from galaxy_core.datasets.files.parquet import Pictures, Table
from galaxy_core.storage import stamps

ORDER = 89
TITLE = "Parquet file"
SENTENCE = "A Parquet file or a folder of them, with a column of pictures and one of classes, as Hugging Face has them."
SOURCE = "whoever made the file"
TASK = "classes"
SYNTHETIC = False
CLASSES = None
SHORT = ()
GLYPHS = ()
DOWNLOAD = None
IMAGES = (*arrays.NAMES, "img", "picture", "png", "jpg", "jpeg")
LABELS = (*labels.NAMES, "class", "target", "category")
THREADS = 4
AT_ONCE = 32_000_000  # bytes of pixels that are read at once
BLOCK = 64
NAMED = 5  # so many bad rows are named in a note, the others counted
SMALL = 100_000_000  # bytes of pictures that are looked through in a second
QUICK = 64_000_000  # bytes of pictures in a row group, up to which a single one is read in a moment
SEEN = 64  # pictures of the first row group by which their size is told


def accepts(path: Path) -> bool:
    """Whether a path is a Parquet file, or a folder that holds some and no folder of pictures."""
    return parquet.is_one(path) if path.is_file() else bool(parquet.shards(path))


def find(folder: Path) -> Path | None:
    """None: such a file has a path, no place of its own."""
    return None


def stamp(path: Path) -> Hashable:
    """Another value when any shard has changed; one of its own while one is too young."""
    shard_stamps = tuple(stamps.stamp(shard) for shard in parquet.shards(path))
    return shard_stamps if all(map(stamps.is_settled, shard_stamps)) else object()


def open(path: Path) -> Galaxies:
    """Opens it by its footers. Raises DataError where it holds no pictures and classes that are understood."""
    table = parquet.table(path)
    name = _column(table, LABELS, "number text list", "classes", "label")
    shown = images(table)
    values, names = table.column(name), table.names(name)
    published = galaxy10.recognise(Layout((table.n, *shown.image_shape), ())) if names is None else None
    sure = published is not None and table.n == published.n
    read = labels.understood(path, name, values, names or (published.classes if sure and published else None))
    numeric = (column for column, kind in table.columns.items() if kind == "number" and column != name)
    measured, sky = columns.cleaned({own: table.column(theirs) for own, theirs in columns.recognised(numeric).items()})
    galaxies = replace(
        shown, task=tasks.task(TASK, read.classes), targets=read.targets, short=read.classes,
        glyphs=tuple(f"shape-{place % datasets.SHAPES}" for place in range(len(read.classes))),
        notes=(*read.notes, *sky, *shown.notes),
        ra=measured.get("ra"), dec=measured.get("dec"), redshift=measured.get("redshift"),
        pixel_scale=measured.get("pixel_scale"),
    )  # fmt: skip
    if sure and published and len(read.classes) == len(published.classes):
        title = f"{published.title} from {path.name}"
        galaxies = replace(galaxies, title=title, short=published.short, glyphs=published.glyphs)
    return _without_bad(galaxies, table)


def _without_bad(galaxies: Galaxies, table: Table) -> Galaxies:
    """The same without rows whose picture is known to be bad, which are named. Raises DataError where none are left.

    Small tables are looked through now; in large ones the first bad picture that is met has all of them found.
    """
    bad = bad_rows.known(table)
    if bad is None:
        source = pictures_of(table)
        bad = bad_rows.find(source) if sum(group.size for group in source.groups) <= SMALL else {}
    if not bad:
        return galaxies
    gone = [LeftOut(f"row {row}", left_out.DAMAGED, why) for row, why in sorted(bad.items())]
    kept = selection.rows(galaxies, np.setdiff1d(np.arange(galaxies.n), list(bad)))
    if (kept.counts == 0).any():
        name = galaxies.classes[int(np.flatnonzero(kept.counts == 0)[0])]
        raise refusals.NO_USABLE_PICTURE(path=table.path, name=name, file=gone[0].path, why=gone[0].why)
    return replace(kept, left_out=tuple(gone), notes=(left_out.named(gone, NAMED), *galaxies.notes))


def pictures_of(table: Table) -> Pictures:
    """The pictures of a table, as bytes. Raises DataError where it has no column of such."""
    return Pictures(table, _column(table, IMAGES, "picture", "pictures", "image"))


def images(table: Table) -> Galaxies:
    """The pictures of a table, without anything that is true of them. Raises DataError where it holds none."""
    source = pictures_of(table)
    shape, levels, other = _looked(source)
    content = [repr((table.n, shape, levels)).encode(), *source.digests()]
    return Galaxies(
        name=str(table.path), title=table.path.name, task=tasks.task(TASK, ()), targets=np.zeros(table.n, np.int64),
        image_shape=(*shape, 3), content=identity.digest(content), read=_Reading(source, shape, levels).rows,
        block=max(1, min(BLOCK, AT_ONCE // (3 * shape[0] * shape[1]))),
        quick=max(group.size for group in source.groups) <= QUICK, parts=table.parts,
        notes=(*_notes(table, other, shape, levels),),
    )  # fmt: skip


def _column(table: Table, names: tuple[str, ...], kinds: str, described: str, usual: str) -> str:
    """The first of these names that is a column of such a kind. Raises DataError where there is none."""
    lower = {name.lower(): name for name in reversed(list(table.columns)) if table.columns[name] in kinds.split()}
    column = next((lower[name] for name in names if name in lower), None)
    if column is None and kinds == "picture" and len(lower) == 1:
        (column,) = lower.values()
    if column is None:
        there = ", ".join(f"“{name}”" for name in list(table.columns)[:8]) or "nothing"
        several = " or ".join(f"“{name}”" for name in names[:4])
        raise refusals.ABSENT(path=table.path, names=several, there=there, what=described, name=usual)
    return column


def _looked(source: Pictures) -> tuple[tuple[int, int], Levels | None, int]:
    """(height, width) that all are brought to, how deep ones are shown, and how many of those seen are of another size.

    Seen is the header of the first picture of each row group; where that can't be told without unpacking,
    the first ones.
    """
    if source.table.n == 0:
        raise refusals.NO_IMAGES(path=source.table.path, name=source.name)
    sizes: Counter[tuple[int, int]] = Counter()
    peeked = [formats.peek(raw) for raw in islice(source.beginnings(), SEEN)]
    if None not in peeked:
        sizes.update(size for size in peeked if size)
        shape = pictures.middle(sizes)
        return shape, None, sizes.total() - sizes[shape]
    held, first = [], min(SEEN, source.table.n)
    for content in source.at(range(first)):
        look = pictures.look_into(content)
        if look.size:
            sizes[look.size] += 1
        if look.levels:
            held.append(look.levels)
    if not sizes:
        raise refusals.NO_PICTURE_IN_COLUMN(path=source.table.path, name=source.name, count=first)
    shape = pictures.middle(sizes)
    return shape, pictures.shown(held) if held else None, sizes.total() - sizes[shape]


def _notes(table: Table, other: int, shape: tuple[int, int], levels: Levels | None) -> list[str]:
    notes = []
    if len(table.shards) > 1:
        notes.append(f"Read from {len(table.shards):,} files, {table.shards[0].name} to {table.shards[-1].name}.")
    if table.parts is not None:
        notes.append("Its own split, by the names of its files, can be chosen as “as-given”.")
    if other:
        size = f"{shape[1]} × {shape[0]}"
        notes.append(f"Some pictures are of another size ({other:,} of those looked at); all are scaled to {size}.")
    if levels and pictures.is_partial(levels):
        notes.append(pictures.stretch(levels))
    return notes


@dataclass(eq=False)
class _Reading:
    """Reads pictures of a table as images of one shape."""

    source: Pictures
    shape: tuple[int, int]
    levels: Levels | None

    def rows(self, rows: np.ndarray) -> np.ndarray:
        """uint8 (k, h, w, 3). Raises DataError for a picture that is damaged, or a file that has changed."""
        contents = self.source.at(rows.tolist())
        out = np.empty((len(rows), *self.shape, 3), np.uint8)

        def fill(place: int) -> None:
            try:
                out[place] = pictures.fitted(pictures.decoded(contents[place], self.levels), self.shape)
            except pictures.BROKEN as error:
                raise self._refusal({int(rows[place]): pictures.words(error)}) from error

        with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
            for _ in pool.map(fill, range(len(rows))):
                pass
        return out

    def _refusal(self, known: dict[int, str]) -> DataError:
        """Looks at all of them, so that the next opening leaves them out."""
        bad = known | bad_rows.find(self.source)
        row = min(bad)
        return refusals.ROWS(path=self.source.table.path, count=len(bad), row=row, why=bad[row])
