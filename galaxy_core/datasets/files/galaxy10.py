"""The layout of the Galaxy10 files: `images` uint8 (n, h, w, 3) and `ans` (n,) class numbers, in one HDF5 file.

Optional columns (n,) of floats: `ra`, `dec` in degrees, `redshift`, `pxscale` in arcsec per pixel. What others call and
lay out otherwise is understood, with a note (`arrays`, `labels`, `columns`). The two published sets are mixed up again
and again, so which one a file is follows from its images' size, then from its number of rows, then from the columns
that only one of them has; its name says nothing, but for a part of a set.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core import GalaxyError, datasets, plugins, tasks
from galaxy_core.datasets import Galaxies, identity, refusals
from galaxy_core.datasets.files import arrays, checksums, chunks, columns, hdf5, labels, prints
from galaxy_core.datasets.files.arrays import Arrangement
from galaxy_core.datasets.files.labels import Labels
from galaxy_core.storage import stamps

if TYPE_CHECKING:
    import h5py

TASK = "classes"  # what is asked of such files
COLUMNS = ("ra", "dec", "redshift", "pxscale")  # as the published sets call them
NAMES = ("classes", "class_names", "label_names")  # lists of names of classes, in a file or its attributes


@dataclass(frozen=True)
class Published:
    """What is known of a published set: `size` in pixels of its square images, `columns` that only it has."""

    title: str
    file: str
    size: int
    classes: tuple[str, ...]
    short: tuple[str, ...]
    glyphs: tuple[str, ...]
    counts: tuple[int, ...]
    columns: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Number of images as published."""
        return sum(self.counts)


@dataclass(frozen=True)
class Layout:
    """What a file says of itself without its images being read."""

    shape: tuple[int, int, int, int]  # (n, h, w, 3)
    columns: tuple[str, ...]  # those of COLUMNS that it has
    tells_copies: bool = False  # whether it is cheap to know which images have the same pixels
    images: str = "images"  # what they are called
    arranged: Arrangement | None = None  # how they lie
    labels: str = "ans"  # what these are called


def published_sets() -> tuple[Published, ...]:
    """The published sets of this layout: every data set whose head has a `PUBLISHED`."""
    heads = (datasets.plugin(name) for name in plugins.names(datasets) if datasets.loads(name))
    return tuple(module.PUBLISHED for module in heads if isinstance(getattr(module, "PUBLISHED", None), Published))


def recognise(layout: Layout) -> Published | None:
    """Which published set a file is, or a part of; None if it is neither."""
    for published in published_sets():
        if layout.shape[1:3] == (published.size, published.size):
            return published
    for published in published_sets():
        if layout.shape[0] == published.n or (published.columns and set(published.columns) <= set(layout.columns)):
            return published
    return None


def find(folder: Path, published: Published) -> Path | None:
    """The file of a published set in a folder: the one of its name, or a whole one under any other name `Galaxy10*`.

    A file of its name is returned whatever it is (`open_as` then says what is wrong), unless it is really another
    set and the whole wanted one lies beside it.
    """
    own = folder / published.file
    if own.exists() and _matches(own, published, whole=False):
        return own
    for path in sorted(folder.glob("Galaxy10*.h5")):
        if path != own and _matches(path, published, whole=True):
            return path
    return own if own.exists() else None


def layout(file: "h5py.File", labelled: bool = True) -> Layout:
    """The layout of an open file, checked: its images are an array that is understood, and all there. Raises DataError,
    also where it has no labels, unless it needn't have any."""
    path = Path(file.filename)
    name = _name(file, arrays.NAMES, "images")
    images = hdf5.dataset(file, name)
    arranged = arrays.arrangement(path, name, images.shape or (), images.dtype, hdf5.MOST_ROWS)
    hdf5.check_whole(images, name)
    named_columns = columns.recognised(file.keys())
    cheap = arranged.is_plain and images.dtype == np.uint8 and prints.is_cheap(images)
    shape = (arranged.n, *arranged.size, 3)
    own = _name(file, labels.NAMES, "labels") if labelled else ""
    return Layout(shape, tuple(named_columns.values()), cheap, name, arranged, own)


def _name(file: "h5py.File", names: tuple[str, ...], described: str) -> str:
    """The first of these names that the file has. Raises DataError where it has none."""
    if (name := next((name for name in names if hdf5.has(file, name)), None)) is None:
        there, several = hdf5.names(file), " or ".join(f"“{name}”" for name in names)
        raise refusals.ABSENT(path=Path(file.filename), names=several, there=there, what=described, name=names[0])
    return name


def open_as(path: Path, published: Published, name: str) -> Galaxies:
    """Opens a file as that published set, called `name`. Raises DataError, also where it is the other one."""
    with hdf5.reading(path) as file:
        file_layout = layout(file)
        is_really = recognise(file_layout)
        if is_really is not published:
            is_what = f"that is {is_really.title}" if is_really else "that is neither Galaxy10 set"
            way_out = f"call it {is_really.file}" if is_really else "name it as a data set by its path"
            size = f"{file_layout.shape[2]} × {file_layout.shape[1]}"
            raise refusals.OTHER_SET(path=path, size=size, what=is_what, title=published.title, way_out=way_out)
        read = _labels(file, file_layout, published.classes)
        galaxies = _galaxies(file, file_layout, read, published, name)
    return identified(path, file_layout, replace(galaxies, title=published.title))


def open_any(path: Path) -> Galaxies:
    """Opens any file of this layout.

    Its class names are its own (“classes” or “class_names”, in it, in an attribute, or a line each in NAME.classes.txt
    beside it); those of a published set only where it surely is that set, or a part of it by its name or columns,
    which is said.
    """
    with hdf5.reading(path) as file:
        file_layout = layout(file)
        published, doubt = _published(path, file_layout)
        own = _own(file, file_layout)
        read = _labels(file, file_layout, own or (published.classes if published else None))
        if published and (own or read.numbers[-1] >= len(published.classes)):
            published = None
        galaxies = _galaxies(file, file_layout, read, published, str(path))
        title = f"{published.title} from {path.name}" if published else path.name
    notes = (*galaxies.notes, *([doubt] if published and doubt else ()))
    return identified(path, file_layout, replace(galaxies, title=title, notes=notes))


def _published(path: Path, file_layout: Layout) -> tuple[Published | None, str]:
    """Which published set it surely is, or is a part of; and the sentence that says why where that isn't sure."""
    published = recognise(file_layout)
    if published is None or file_layout.shape[0] == published.n:
        return published, ""
    by = "its name" if Path(published.file).stem.lower() in path.name.lower() else ""
    by = by or ("its columns" if published.columns and set(published.columns) <= set(file_layout.columns) else "")
    if not by or file_layout.shape[1:3] != (published.size, published.size):
        return None, ""
    return (
        published,
        f"By {by} it is a part of {published.title}. "
        "If its classes are others, a list “classes” in it would name them.",
    )


def _own(file: "h5py.File", file_layout: Layout) -> tuple[str, ...] | None:
    """The classes that a file names itself, or that are named beside it."""
    path = Path(file.filename)
    for name in NAMES:
        if (texts := hdf5.texts(file, name)) is None and name in hdf5.dataset(file, file_layout.labels).attrs:
            texts = hdf5.strings(path, name, np.atleast_1d(hdf5.dataset(file, file_layout.labels).attrs[name]))
        if texts is not None:
            return _checked(path, name, texts)
    beside = path.with_suffix(".classes.txt")
    if not beside.is_file():
        return None
    lines = beside.read_text(encoding="utf-8", errors="backslashreplace").splitlines()
    return _checked(path, beside.name, tuple(line.strip() for line in lines if line.strip()))


def _checked(path: Path, name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) < 2 or len(set(names)) < len(names) or not all(text.strip() for text in names):
        raise refusals.NAMES(path=path, name=name, count=len(names))
    return names


def _labels(file: "h5py.File", file_layout: Layout, names: Sequence[str] | None) -> Labels:
    path, values = Path(file.filename), hdf5.values(file, file_layout.labels)
    if len(values) != file_layout.shape[0]:
        raise refusals.COUNTS(path=path, images=file_layout.shape[0], count=len(values), name=file_layout.labels)
    return labels.understood(path, file_layout.labels, values, names)


def _galaxies(file: "h5py.File", file_layout: Layout, read: Labels, published: Published | None, name: str) -> Galaxies:
    path, images = Path(file.filename), hdf5.dataset(file, file_layout.images)
    measured, sky = columns.cleaned({
        own: _column(file, theirs, file_layout.shape[0]) for own, theirs in columns.recognised(file.keys()).items()
    })  # fmt: skip
    short, glyphs = read.classes, tuple(f"shape-{place % datasets.SHAPES}" for place in range(len(read.classes)))
    notes = [*read.notes, *sky]
    if published:
        short = tuple(published.short[number] for number in read.numbers)
        glyphs = tuple(published.glyphs[number] for number in read.numbers)
        counts = np.zeros(len(published.classes), np.int64)
        counts[list(read.numbers)] = np.bincount(read.targets)
        notes[:0] = _differences(path, file_layout, counts, published)
    return Galaxies(
        name=name, title="", task=tasks.task(TASK, read.classes), targets=read.targets, short=short, glyphs=glyphs,
        image_shape=file_layout.shape[1:], content="",
        read=lambda rows: chunks.read_rows(path, file_layout.images, rows),
        block=chunks.block_rows(images), quick=chunks.is_quick(images), notes=tuple(notes),
        ra=measured.get("ra"), dec=measured.get("dec"), redshift=measured.get("redshift"),
        pixel_scale=measured.get("pixel_scale"),
    )  # fmt: skip


def _column(file: "h5py.File", name: str, n: int) -> np.ndarray:
    values = hdf5.numbers(file, name)
    if len(values) != n:
        raise refusals.COUNTS(path=Path(file.filename), images=n, count=len(values), name=name)
    return values


def _differences(path: Path, file_layout: Layout, counts: np.ndarray, published: Published) -> list[str]:
    notes = []
    if path.name in {other.file for other in published_sets()} - {published.file}:
        notes.append(f"The file is called {path.name}, but holds {published.title}.")
    if file_layout.shape[0] != published.n:
        notes.append(
            f"{file_layout.shape[0]:,} images; the published set has {published.n:,}, so scores don't compare with its."
        )
    elif tuple(counts.tolist()) != published.counts:
        label = int(np.flatnonzero(counts != published.counts)[0])
        count_words = f"{counts[label]:,} images of the class {published.classes[label]}"
        notes.append(f"It has {count_words}; the published set has {published.counts[label]:,}.")
    if file_layout.shape[1:3] != (published.size, published.size):
        size = f"{file_layout.shape[2]} × {file_layout.shape[1]}"
        notes.append(f"Its images are {size} pixels; the published ones are {published.size} × {published.size}.")
    return notes


def _matches(path: Path, published: Published, whole: bool) -> bool:
    try:
        stamp = stamps.stamp(path)
    except OSError:
        return False
    return (_matches_as_of if stamps.is_settled(stamp) else _matches_as_of.__wrapped__)(path, stamp, published, whole)


@lru_cache(maxsize=64)
def _matches_as_of(path: Path, stamp: stamps.Stamp, published: Published, whole: bool) -> bool:
    try:
        with hdf5.reading(path) as file:
            file_layout = layout(file)
            return recognise(file_layout) is published and (file_layout.shape[0] == published.n or not whole)
    except GalaxyError:
        return False  # not this set; where it is the only file of its name, opening it says why


def identified(path: Path, file_layout: Layout, galaxies: Galaxies) -> Galaxies:
    """The same with the hash of its images, and read only as long as they are what they were.

    Done while the file isn't open, so that others can read meanwhile. A file that was touched or put back is looked at
    anew.
    """
    with hdf5.sentences(path):
        stamp = stamps.stamp(path)
    content, arranged = _content(path, file_layout), file_layout.arranged

    def stored(rows: np.ndarray) -> np.ndarray:
        return chunks.read_rows(path, file_layout.images, rows)

    if arranged is not None:
        with hdf5.reading(path) as file:
            kind = hdf5.dataset(file, file_layout.images).dtype
        arranged = arrays.with_levels(path, file_layout.images, arranged, kind, stored)
        galaxies = replace(galaxies, notes=(*([arranged.note] if arranged.note else ()), *galaxies.notes))

    def check() -> None:
        nonlocal stamp
        with hdf5.sentences(path):
            now = stamps.stamp(path)
            if now != stamp:
                if _content(path, file_layout) != content:
                    raise refusals.CHANGED(path=path)
                stamp = now

    def read(rows: np.ndarray) -> np.ndarray:
        check()
        return arranged.rgb(stored(rows)) if arranged and not arranged.is_plain else stored(rows)

    def alike(progress: Callable[[int, int], None]) -> np.ndarray:
        check()
        return prints.of_array(path, file_layout.images, read, galaxies.block, progress)

    return replace(galaxies, content=content, read=read, prints=alike if file_layout.tells_copies else None)


def _content(path: Path, file_layout: Layout) -> str:
    """The hash of the images; `checksums` says what it is sure to notice, and what it costs."""
    return identity.digest([repr(file_layout.shape).encode(), checksums.cached(path, file_layout.images).tobytes()])
