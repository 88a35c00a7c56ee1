"""Opening HDF5 files that anybody may have made, with suspicion: nothing outside the file is read, nothing is believed.

An HDF5 file can point at other files of this machine (external links, external storage, virtual data sets) and can
declare more than it holds; all that is refused. A file is opened for a call and closed again: a handle held open
makes another program's write fail. Whatever is wrong ends as one sentence: DataError for the file, StorageError for
permissions, AbsentError for a file that isn't there any more.
"""

import math
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core import AbsentError, GalaxyError, StorageError
from galaxy_core.datasets import refusals

if TYPE_CHECKING:
    import h5py

LARGEST_CHUNK = 1 << 30  # bytes: what one compressed piece may grow to
MOST_ROWS = 50_000_000
_ONE_AT_A_TIME = threading.RLock()
MOST_COLUMNS = 1000
DEPTH = 8  # soft links to soft links to …


@contextmanager
def reading(path: Path) -> Iterator["h5py.File"]:
    """The file, open for reading inside the `with`; whatever HDF5 refuses, also while reading, becomes a sentence.

    One file at a time in all threads: opening files in several threads at once has crashed h5py (h5py 2920).
    """
    import h5py

    with _ONE_AT_A_TIME, sentences(path):
        _check_readable(path)
        if not h5py.is_hdf5(path):
            raise refusals.NOT_HDF5(path=path)
        with h5py.File(path, "r", locking="best-effort") as file:
            yield file


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turns whatever reading a file raises into a sentence."""
    try:
        yield
    except GalaxyError:
        raise
    except Exception as error:  # h5py answers a damaged file with a dozen kinds of exceptions; this is their one gate
        raise _translated(path, error) from error


def has(file: "h5py.File", name: str) -> bool:
    """Whether the file has something of that name at its top; follows no link."""
    return name in file.keys()  # noqa: SIM118  (`name in file` follows links)


def names(file: "h5py.File") -> str:
    """What there is at the top of a file, in words."""
    return ", ".join(f"“{key}”" for key in list(file.keys())[:8]) or "nothing"


def dataset(file: "h5py.File", name: str) -> "h5py.Dataset":
    """The data set of that name at the top of the file, which lies wholly inside this file. Raises DataError."""
    import h5py

    path = Path(file.filename)
    if not has(file, name):
        there = names(file)
        raise refusals.NOT_THERE(path=path, name=name, there=there)
    array = _follow(file, file, name, DEPTH)
    if not isinstance(array, h5py.Dataset):
        raise refusals.NO_ARRAY(path=path, name=name, kind=type(array).__name__.lower())
    if array.external:
        raise refusals.OUTSIDE(path=path, name=name)
    if array.is_virtual:
        raise refusals.VIRTUAL(path=path, name=name)
    return array


def check_whole(array: "h5py.Dataset", name: str) -> None:
    """Raises DataError unless the file holds everything that the array declares, compressed in ways known here."""
    from h5py import h5z

    path, size = Path(array.file.filename), math.prod(array.shape) * array.dtype.itemsize
    settings = array.id.get_create_plist()
    for number in range(settings.get_nfilters()):
        code = settings.get_filter(number)[0]
        if not h5z.filter_avail(code):
            raise refusals.FILTER(path=path, name=name, code=code)
    if array.chunks is None:
        if array.id.get_storage_size() < size:
            raise refusals.NOT_ALL(path=path, name=name, size=size)
        return
    if math.prod(array.chunks) * array.dtype.itemsize > LARGEST_CHUNK:
        raise refusals.LARGE_PIECES(path=path, name=name)
    pieces = math.prod(-(-length // chunk) for length, chunk in zip(array.shape, array.chunks, strict=True))
    if (there := array.id.get_num_chunks()) != pieces:
        raise refusals.PIECES(path=path, name=name, there=there, pieces=pieces)


def numbers(file: "h5py.File", name: str) -> np.ndarray:
    """A column of integer or float numbers (n,), read whole. Raises DataError for another shape or type."""
    array = dataset(file, name)
    path = Path(file.filename)
    if array.dtype.kind not in "iuf":
        raise refusals.NO_NUMBERS(path=path, name=name, kind=array.dtype)
    if array.shape is None or len(array.shape) != 1:
        raise refusals.NO_COLUMN(path=path, name=name, shape=array.shape or "()")
    if array.shape[0] > MOST_ROWS:
        raise refusals.MANY_ROWS(path=path, name=name, count=array.shape[0], most=MOST_ROWS)
    check_whole(array, name)
    return array[()]


def texts(file: "h5py.File", name: str) -> tuple[str, ...] | None:
    """The strings of an array or an attribute of that name at the top of the file, or None where there is neither."""
    path = Path(file.filename)
    if has(file, name):
        array = dataset(file, name)
        if array.dtype.kind not in "OSU" or array.shape is None or len(array.shape) != 1 or array.shape[0] > 10_000:
            raise refusals.NO_TEXTS(path=path, name=name)
        check_whole(array, name)
        values = array[()]
    elif name in file.attrs:
        values = np.atleast_1d(file.attrs[name])
    else:
        return None
    return strings(path, name, values)


def strings(path: Path, name: str, values: np.ndarray) -> tuple[str, ...]:
    """An array of strings as texts. Raises DataError where it holds anything else."""
    if values.ndim != 1 or not all(isinstance(value, (str, bytes)) for value in values.tolist()):
        raise refusals.NO_TEXTS(path=path, name=name)
    return tuple(value.decode("utf-8") if isinstance(value, bytes) else value for value in values.tolist())


def values(file: "h5py.File", name: str) -> np.ndarray:
    """Labels of any kind, read whole: numbers or strings, (n,) or (n, k).
    Raises DataError for another shape or type."""
    stored, path = dataset(file, name), Path(file.filename)
    shape: tuple[int, ...] = stored.shape or ()
    if stored.dtype.kind not in "iufbOSU" or len(shape) not in (1, 2) or (len(shape) == 2 and shape[1] > MOST_COLUMNS):
        raise refusals.LABEL_SHAPE(path=path, name=name, shape=shape or "()")
    if shape[0] > MOST_ROWS:
        raise refusals.MANY_ROWS(path=path, name=name, count=shape[0], most=MOST_ROWS)
    check_whole(stored, name)
    return stored[()]


def _follow(file: "h5py.File", group: "h5py.Group", name: str, depth: int) -> object:
    """What a name stands for, through soft links inside the file only."""
    import h5py

    path = Path(file.filename)
    for part in [part for part in name.split("/") if part not in ("", ".")]:
        link = group.get(part, getlink=True) if isinstance(group, h5py.Group) else None
        if isinstance(link, h5py.ExternalLink):
            raise refusals.LINK_OUT(path=path, name=name)
        if isinstance(link, h5py.SoftLink):
            if depth == 0:
                raise refusals.LINK_NOWHERE(path=path, name=name)
            group = _follow(file, file if link.path.startswith("/") else group, link.path, depth - 1)
        elif link is None:
            raise refusals.LINK_NOWHERE(path=path, name=name)
        else:
            group = group[part]
    return group


def _check_readable(path: Path) -> None:
    """Raises a sentence unless this is a regular file that isn't empty (a pipe would be waited for)."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise refusals.NO_REGULAR_FILE(path=path)
    with open(path, "rb") as file:
        if not file.read(1):
            raise refusals.EMPTY_FILE(path=path)


def _translated(path: Path, error: Exception) -> GalaxyError:
    text = str(error)
    if isinstance(error, FileNotFoundError):
        return AbsentError(f"{path} isn't there any more: put it back, or choose another file.")
    if isinstance(error, PermissionError):
        return StorageError(f"{path} can't be read: check its permissions.")
    if "unable to lock file" in text:
        return StorageError(f"{path} is being written by another program: wait until it is done, and try again.")
    if "truncated file" in text:
        return refusals.CUT_FILE(path=path)
    if isinstance(error, MemoryError):
        return refusals.LARGER_THAN_MEMORY(path=path)
    if "h5clear" in text or "already open for write" in text:
        return refusals.NOT_CLOSED(path=path)
    if "bad version number" in text or "bad superblock version" in text or "unable to load superblock version" in text:
        import h5py

        return refusals.NEWER(path=path, version=h5py.version.hdf5_version)
    return refusals.DAMAGED_FILE(path=path)
