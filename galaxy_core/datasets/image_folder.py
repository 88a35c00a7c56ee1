"""A folder of pictures: one sub-folder per class, called as the class, with JPEG, PNG or WebP files in it.

Classes are in the order of their names, pictures in the order of theirs. Each file is read once, without unpacking its
pixels; what it is, is kept in the data folder until its stamp changes (see `files/folder_index.py`). The images are
what the bytes of all files are, in this order: a picture that is overwritten in place makes another data set.
"""

import os
from collections import Counter
from collections.abc import Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from galaxy_core import DataError, GalaxyError, StorageError, datasets, tasks
from galaxy_core.datasets import Galaxies, identity
from galaxy_core.datasets.files import folder_index, pictures
from galaxy_core.datasets.files.pictures import Looked
from galaxy_core.storage import stamps
from galaxy_core.storage.stamps import Stamp

ORDER = 91
TITLE = "Folder of images"
SENTENCE = "Your own JPEG, PNG or WebP pictures: one folder for each class, called as the class."
SOURCE = "whoever made the folder"
TASK = "classes"
SYNTHETIC = False
CLASSES = None
SHORT = ()
GLYPHS = ()
DOWNLOAD = None
NOT_CLASSES = ("__MACOSX", "__pycache__")
LAYOUT = "make one folder for each class and put its JPEG, PNG or WebP pictures into it"
MOST_CLASSES = 1000
THREADS = 4
NAMED = 5  # so many broken files are named in a note, the others counted

Listing = dict[str, list[tuple[str, Stamp]]]  # class → (file name, stamp), sorted


def accepts(path: Path) -> bool:
    """Whether a path is a folder."""
    return path.is_dir()


def find(folder: Path) -> Path | None:
    """None: such a folder has a path, no place of its own."""
    return None


def open(path: Path) -> Galaxies:
    """Lists the folder and checks what is new in it. Raises DataError where it isn't one folder per class."""
    listing = _listing(path)
    stamp_of = {f"{kind}/{name}": stamp for kind, files in listing.items() for name, stamp in files}
    looked, unkept = folder_index.look(path, stamp_of)
    label_of = {kind: label for label, kind in enumerate(listing)}
    names = [name for name, what in looked.items() if what.size]
    labels = np.array([label_of[name.split("/", 1)[0]] for name in names], dtype=np.int64)
    _check_classes(path, list(listing), labels, looked)
    sizes = Counter(size for name in names if (size := looked[name].size))
    shape = max(sizes, key=lambda size: (sizes[size], size), default=(0, 0))
    classes = tuple(os.fsencode(kind).decode("utf-8", "replace") for kind in listing)
    digests = [looked[name].digest for name in names]
    reading = _Reading(path, shape, names, digests, [stamp_of[name] for name in names])
    return Galaxies(
        name=str(path), title=path.name, task=tasks.task(TASK, classes), short=classes,
        glyphs=tuple(f"shape-{label % datasets.SHAPES}" for label in range(len(classes))),
        targets=labels, image_shape=(*shape, 3), content=identity.digest([repr(shape).encode(), *digests]),
        read=reading.rows, files=names, notes=_notes(looked, shape, sizes.total() - sizes[shape], unkept),
    )  # fmt: skip


@dataclass(eq=False)
class _Reading:
    """Reads pictures as long as they are what they were when the folder was opened."""

    folder: Path
    shape: tuple[int, int]  # (height, width) that each is brought to
    names: list[str]  # of each row, below the folder
    digests: list[bytes]
    stamps: list[Stamp]

    def rows(self, rows: np.ndarray) -> np.ndarray:
        """uint8 (k, h, w, 3). Raises DataError for a picture that has changed or is damaged, AbsentError if gone."""
        out = np.empty((len(rows), *self.shape, 3), dtype=np.uint8)

        def fill(place: int) -> None:
            out[place] = self._picture(int(rows[place]))

        with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
            for _ in pool.map(fill, range(len(rows))):
                pass
        return out

    def _picture(self, row: int) -> np.ndarray:
        path = self.folder / self.names[row]
        try:
            now = stamps.stamp(path)
        except OSError:
            return pictures.read(path, self.shape)  # which says what is wrong
        if now != self.stamps[row]:
            picture = pictures.read(path, self.shape)
            if pictures.look(path).digest != self.digests[row]:
                raise DataError(f"{path} has changed since the data set was opened: open it again.")
            self.stamps[row] = now
            return picture
        return pictures.read(path, self.shape)


def stamp(path: Path) -> Hashable:
    """Another value when any of its files has another name, size or time; one of its own while one is too young."""
    try:
        listing = _listing(path)
    except GalaxyError as error:
        return str(error)
    young = any(not stamps.is_settled(seen) for files in listing.values() for _, seen in files)
    return object() if young else identity.digest([ascii(listing).encode()])


def _listing(path: Path) -> Listing:
    try:
        listing = {folder.name: _files(folder) for folder in _folders(path)}
    except OSError as error:
        raise StorageError(f"{path} can't be read ({error.strerror}): check its permissions and its disk.") from error
    if not listing:
        raise DataError(f"{path} has no folders in it: {LAYOUT}.")
    if len(listing) > MOST_CLASSES:
        raise DataError(f"{path} has {len(listing):,} folders, more than {MOST_CLASSES:,} classes: {LAYOUT}.")
    for name, files in listing.items():
        if not files:
            what = "only folders" if _folders(path / name) else "no JPEG, PNG or WebP picture"
            way_out = (
                "name the folder that holds the class folders" if _folders(path / name) else "fill it or remove it"
            )
            raise DataError(f"The folder {name} of {path} holds {what}: {way_out}.")
    if len(listing) == 1:
        raise DataError(f"{path} has only one class, {next(iter(listing))}, where two are needed: {LAYOUT}.")
    return listing


def _folders(path: Path) -> list[Path]:
    """The folders in a folder, in the order of their names, without those that no person made."""
    with os.scandir(path) as entries:
        names = [entry.name for entry in entries if entry.is_dir() and _counts(entry.name)]
    return [path / name for name in sorted(names)]


def _counts(name: str) -> bool:
    return not name.startswith(".") and name not in NOT_CLASSES


def _files(folder: Path) -> list[tuple[str, Stamp]]:
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.lower().endswith(pictures.SUFFIXES) and not entry.name.startswith(".") and entry.is_file():
                found.append((entry.name, stamps.of(entry.stat())))
    return sorted(found)


def _check_classes(path: Path, kinds: list[str], labels: np.ndarray, looked: dict[str, Looked]) -> None:
    for label in np.flatnonzero(np.bincount(labels, minlength=len(kinds)) == 0):
        name = next(name for name in looked if name.startswith(f"{kinds[label]}/"))
        words = looked[name].fault
        raise DataError(f"{path} has no usable picture in {kinds[label]} ({name}: {words}): replace them.")


def _notes(looked: dict[str, Looked], shape: tuple[int, int], other: int, unkept: str) -> tuple[str, ...]:
    notes = []
    if broken := [f"{name} ({what.fault})" for name, what in looked.items() if what.size is None]:
        more = f" and {len(broken) - NAMED:,} more" if len(broken) > NAMED else ""
        count = "1 picture was" if len(broken) == 1 else f"{len(broken):,} pictures were"
        notes.append(f"{count} skipped: {', '.join(broken[:NAMED])}{more}.")
    if other:
        size, count = f"{shape[1]} × {shape[0]}", f"{len(looked) - len(broken):,}"
        notes.append(f"{other:,} of {count} pictures are of another size and scaled to {size}.")
    if unkept:
        notes.append(f"What was found couldn't be kept, so opening stays slow: {unkept}")
    return tuple(notes)
