"""The layout of the Galaxy10 files: `images` uint8 (n, h, w, 3) and `ans` (n,) class numbers, in one HDF5 file.

Optional columns (n,) of floats: `ra`, `dec` in degrees, `redshift`, `pxscale` in arcsec per pixel. The two published
sets are mixed up again and again, so which one a file is follows from its images' size, then from its number of
rows, then from the columns that only one of them has; its name says nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core import DataError, GalaxyError, datasets, plugins, tasks
from galaxy_core.datasets import Galaxies, identity
from galaxy_core.datasets.files import checksums, chunks, hdf5, prints
from galaxy_core.storage import stamps

if TYPE_CHECKING:
    import h5py

TASK = "classes"  # what is asked of such files
COLUMNS = ("ra", "dec", "redshift", "pxscale")


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


def known() -> tuple[Published, ...]:
    """The published sets of this layout: every data set whose head has a `PUBLISHED`."""
    heads = (datasets.plugin(name) for name in plugins.names(datasets) if datasets.loads(name))
    return tuple(module.PUBLISHED for module in heads if isinstance(getattr(module, "PUBLISHED", None), Published))


def recognise(layout: Layout) -> Published | None:
    """Which published set a file is, or a part of; None if it is neither."""
    for one in known():
        if layout.shape[1:3] == (one.size, one.size):
            return one
    for one in known():
        if layout.shape[0] == one.n or (one.columns and set(one.columns) <= set(layout.columns)):
            return one
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


def layout(file: "h5py.File") -> Layout:
    """The layout of an open file, checked: its images are uint8 (n, h, w, 3) and all there. Raises DataError."""
    path, images = Path(file.filename), hdf5.dataset(file, "images")
    if images.dtype != np.uint8:
        raise hdf5.fault(path, f"its “images” are {_briefly(images.dtype)} where bytes (uint8, 0…255) are needed")
    shape: tuple[int, ...] = images.shape or ()
    if len(shape) != 4 or shape[3] != 3:
        raise hdf5.fault(path, f"its “images” have the shape {shape} where (n, height, width, 3) is needed")
    if shape[0] == 0:
        raise hdf5.fault(path, "it has no images")
    if not all(8 <= side <= 4096 for side in shape[1:3]):
        raise hdf5.fault(path, f"its images are {shape[2]} × {shape[1]} pixels where 8 to 4,096 are needed")
    if shape[0] > hdf5.MOST_ROWS:
        raise hdf5.fault(path, f"it declares {shape[0]:,} images, more than {hdf5.MOST_ROWS:,}")
    hdf5.check_whole(images, "images")
    columns = tuple(name for name in COLUMNS if hdf5.has(file, name))
    return Layout((shape[0], shape[1], shape[2], shape[3]), columns, prints.is_cheap(images))


def open_as(path: Path, published: Published, name: str) -> Galaxies:
    """Opens a file as that published set, called `name`. Raises DataError, also where it is the other one."""
    with hdf5.reading(path) as file:
        seen = layout(file)
        is_really = recognise(seen)
        if is_really is not published:
            what = f"that is {is_really.title}" if is_really else "that is neither Galaxy10 set"
            way_out = f"call it {is_really.file}" if is_really else "name it as a data set by its path"
            size = f"{seen.shape[2]} × {seen.shape[1]}"
            raise hdf5.fault(path, f"its images are {size} pixels, {what} and not {published.title}", way_out)
        galaxies = _galaxies(file, seen, published, name, published.title)
    return _identified(path, seen, galaxies)


def open_any(path: Path) -> Galaxies:
    """Opens any file of this layout; its class names are its own (`classes`), or those of the set that it is."""
    with hdf5.reading(path) as file:
        seen = layout(file)
        found = recognise(seen)
        title = f"{found.title} from {path.name}" if found else path.name
        if (own := hdf5.texts(file, "classes")) is not None:
            found, title = _own(path, own), path.name
        galaxies = _galaxies(file, seen, found, str(path), title)
    return _identified(path, seen, galaxies)


def _own(path: Path, names: tuple[str, ...]) -> Published:
    """The classes that a file names itself."""
    if len(names) < 2 or len(set(names)) < len(names) or not all(name.strip() for name in names):
        raise hdf5.fault(path, "its “classes” are not two or more different names", "name every class once")
    return Published("", path.name, 0, names, names, _shapes(len(names)), ())


def _galaxies(file: "h5py.File", seen: Layout, found: Published | None, name: str, title: str) -> Galaxies:
    path, images = Path(file.filename), hdf5.dataset(file, "images")
    kind = found or Published("", "", 0, *_numbered(10), ())
    labels = _labels(file, seen.shape[0], kind.classes)
    columns = {column: _column(file, column, seen.shape[0]) for column in seen.columns}
    notes = _sky(columns)
    if found is None:
        notes.insert(0, "The names of its classes aren't known: it is neither Galaxy10 set and has no “classes”.")
    elif found.counts:
        notes[:0] = _differences(path, seen, np.bincount(labels, minlength=len(found.classes)), found)
    return Galaxies(
        name=name, title=title, task=tasks.task(TASK, kind.classes), targets=labels, short=kind.short,
        glyphs=kind.glyphs, image_shape=seen.shape[1:], content="",
        read=lambda rows: chunks.read_rows(path, "images", rows), block=chunks.block_rows(images),
        quick=chunks.is_quick(images), notes=tuple(notes),
        ra=columns.get("ra"), dec=columns.get("dec"), redshift=columns.get("redshift"),
        pixel_scale=columns.get("pxscale"),
    )  # fmt: skip


def _labels(file: "h5py.File", n: int, classes: tuple[str, ...]) -> np.ndarray:
    path, values = Path(file.filename), hdf5.numbers(file, "ans")
    if len(values) != n:
        raise hdf5.fault(path, f"it has {n:,} images and {len(values):,} labels in “ans”")
    wrong = ~((values >= 0) & (values < len(classes)))  # also NaN
    if wrong.any() or (wrong := values != np.floor(values)).any():
        row = int(np.flatnonzero(wrong)[0])
        last = len(classes) - 1
        raise hdf5.fault(path, f"the label of its image {row} is {values[row]} where a class number 0…{last} is needed")
    labels = values.astype(np.int64)
    missing = np.flatnonzero(np.bincount(labels, minlength=len(classes)) == 0)
    if len(missing):
        names = "; ".join(classes[label] for label in missing)
        raise hdf5.fault(path, f"it has no image of the class {names}", "use a file with images of every class")
    return labels


def _column(file: "h5py.File", name: str, n: int) -> np.ndarray:
    values = hdf5.numbers(file, name)
    if len(values) != n:
        raise hdf5.fault(Path(file.filename), f"it has {n:,} images and {len(values):,} rows in “{name}”")
    values = values.astype(np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


def _sky(columns: dict[str, np.ndarray]) -> list[str]:
    """Makes positions off the sky unknown, and says what that means."""
    if not {"ra", "dec"} <= columns.keys():
        columns.pop("ra", None), columns.pop("dec", None)
        return ["It has no sky positions, so a galaxy that is in it twice may be trained on and tested on."]
    off = (np.abs(columns["ra"]) > 360) | (np.abs(columns["dec"]) > 90)
    unknown = off | np.isnan(columns["ra"]) | np.isnan(columns["dec"])
    columns["ra"][unknown], columns["dec"][unknown] = np.nan, np.nan
    return [f"{unknown.sum():,} of its galaxies have no valid sky position."] if unknown.any() else []


def _differences(path: Path, seen: Layout, counts: np.ndarray, found: Published) -> list[str]:
    notes = []
    if path.name in {one.file for one in known()} - {found.file}:
        notes.append(f"The file is called {path.name}, but holds {found.title}.")
    if seen.shape[0] != found.n:
        notes.append(f"{seen.shape[0]:,} images; the published set has {found.n:,}, so scores don't compare with its.")
    elif tuple(counts.tolist()) != found.counts:
        label = int(np.flatnonzero(counts != found.counts)[0])
        what = f"{counts[label]:,} images of the class {found.classes[label]}"
        notes.append(f"It has {what}; the published set has {found.counts[label]:,}.")
    if seen.shape[1:3] != (found.size, found.size):
        size = f"{seen.shape[2]} × {seen.shape[1]}"
        notes.append(f"Its images are {size} pixels; the published ones are {found.size} × {found.size}.")
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
            seen = layout(file)
            return recognise(seen) is published and (seen.shape[0] == published.n or not whole)
    except GalaxyError:
        return False  # not this set; where it is the only file of its name, opening it says why


def _identified(path: Path, seen: Layout, galaxies: Galaxies) -> Galaxies:
    """The same with the hash of its images, and read only as long as they are what they were.

    Done while the file isn't open, so that others can read meanwhile. A file that was touched or put back is looked at
    anew.
    """
    with hdf5.sentences(path):
        stamp = stamps.stamp(path)
    content = _content(path, seen)

    def check() -> None:
        nonlocal stamp
        with hdf5.sentences(path):
            now = stamps.stamp(path)
            if now != stamp:
                if _content(path, seen) != content:
                    raise DataError(f"{path} has changed since it was opened: open the data set again.")
                stamp = now

    def read(rows: np.ndarray) -> np.ndarray:
        check()
        return chunks.read_rows(path, "images", rows)

    def alike(progress: Callable[[int, int], None]) -> np.ndarray:
        check()
        return prints.of_array(path, "images", read, galaxies.block, progress)

    return replace(galaxies, content=content, read=read, prints=alike if seen.tells_copies else None)


def _content(path: Path, seen: Layout) -> str:
    """The hash of the images; `checksums` says what it is sure to notice, and what it costs."""
    return identity.digest([repr(seen.shape).encode(), checksums.known(path, "images").tobytes()])


def _numbered(k: int) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    names = tuple(f"Class {number}" for number in range(k))
    return names, names, _shapes(k)


def _shapes(k: int) -> tuple[str, ...]:
    return tuple(f"shape-{number % datasets.SHAPES}" for number in range(k))


def _briefly(dtype: np.dtype) -> str:
    return str(dtype) if dtype.names is None else "records"
