"""A folder of pictures: one sub-folder per class, called as the class, with JPEG, PNG or WebP files in it.

Classes are in the order of their names, pictures in the order of theirs. Each picture is looked at once (header and
end, not its pixels); what was found is kept in the data folder until a file's name, size or time changes.
"""

import hashlib
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

import galaxy_core
from galaxy_core import DataError, StorageError, datasets, tasks
from galaxy_core.datasets import Galaxies
from galaxy_core.datasets.files import pictures
from galaxy_core.storage import atomic

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
INDEX = {"mark", "shape", "other", "broken"}
NAMED = 5  # so many broken files are named in a note, the others counted

Listing = dict[str, list[tuple[str, int, int]]]  # class → (file name, bytes, time of change in ns), sorted


def accepts(path: Path) -> bool:
    """Whether a path is a folder."""
    return path.is_dir()


def find(folder: Path) -> Path | None:
    """None: such a folder has a path, no place of its own."""
    return None


def open(path: Path) -> Galaxies:
    """Lists the folder and checks what is new in it. Raises DataError where it isn't one folder per class."""
    listing = _listing(path)
    mark = _fingerprint(listing)
    index = _index(path, listing, mark)
    shape, broken = tuple(index["shape"]), index["broken"]
    files = [(label, name) for label, kind in enumerate(listing) for name, *_ in listing[kind]]
    kinds = list(listing)
    kept = [(label, name) for label, name in files if f"{kinds[label]}/{name}" not in broken]
    labels = np.array([label for label, _ in kept], dtype=np.int64)
    _check_classes(path, kinds, labels, broken)
    paths = [path / kinds[label] / name for label, name in kept]
    classes = tuple(os.fsencode(kind).decode("utf-8", "replace") for kind in kinds)
    return Galaxies(
        name=str(path), title=path.name, task=tasks.task(TASK, classes), short=classes,
        glyphs=tuple(f"shape-{label % datasets.SHAPES}" for label in range(len(classes))),
        targets=labels, image_shape=(*shape, 3), fingerprint=mark,
        read=lambda rows: _read(paths, shape, rows), notes=_notes(index, len(kept)),
    )  # fmt: skip


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


def _files(folder: Path) -> list[tuple[str, int, int]]:
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.lower().endswith(pictures.SUFFIXES) and not entry.name.startswith(".") and entry.is_file():
                seen = entry.stat()
                found.append((entry.name, seen.st_size, seen.st_mtime_ns))
    return sorted(found)


def _fingerprint(listing: Listing) -> str:
    return hashlib.sha256(ascii(listing).encode()).hexdigest()[:32]


def _index(path: Path, listing: Listing, mark: str) -> dict:
    """{"mark", "shape": most frequent (h, w), "other": pictures of another size, "broken": {class/file: words}}."""
    kept = galaxy_core.data_folder() / "folders" / f"{hashlib.sha256(os.fsencode(path)).hexdigest()[:20]}.json"
    known = atomic.read_json(kept)
    if known is not None and known.get("mark") == mark and known.keys() >= INDEX:
        return known
    names = [f"{kind}/{name}" for kind, files in listing.items() for name, *_ in files]
    with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
        found = dict(zip(names, pool.map(lambda name: pictures.check(path / name), names, chunksize=64), strict=True))
    sizes = Counter(size for size in found.values() if isinstance(size, tuple))
    shape = max(sizes, key=lambda size: (sizes[size], size), default=(0, 0))
    broken = {name: words for name, words in found.items() if isinstance(words, str)}
    index = {"mark": mark, "shape": shape, "other": sizes.total() - sizes[shape], "broken": broken}
    try:
        atomic.write_json(kept, index)
    except StorageError as error:
        index["unkept"] = str(error)  # becomes a note: the folder is usable all the same, only slower to open
    return index


def _check_classes(path: Path, kinds: list[str], labels: np.ndarray, broken: dict[str, str]) -> None:
    for label in np.flatnonzero(np.bincount(labels, minlength=len(kinds)) == 0):
        name, words = next(item for item in broken.items() if item[0].startswith(f"{kinds[label]}/"))
        raise DataError(f"{path} has no usable picture in {kinds[label]} ({name}: {words}): replace them.")


def _notes(index: dict, kept: int) -> tuple[str, ...]:
    notes = []
    if broken := index["broken"]:
        named = ", ".join(f"{name} ({words})" for name, words in list(broken.items())[:NAMED])
        more = f" and {len(broken) - NAMED:,} more" if len(broken) > NAMED else ""
        count = "1 picture was" if len(broken) == 1 else f"{len(broken):,} pictures were"
        notes.append(f"{count} skipped: {named}{more}.")
    if index["other"]:
        height, width = index["shape"]
        notes.append(f"{index['other']:,} of {kept:,} pictures are of another size and scaled to {width} × {height}.")
    if "unkept" in index:
        notes.append(f"What was found couldn't be kept, so opening stays slow: {index['unkept']}")
    return tuple(notes)


def _read(paths: list[Path], shape: tuple[int, int], rows: np.ndarray) -> np.ndarray:
    out = np.empty((len(rows), *shape, 3), dtype=np.uint8)

    def fill(place: int) -> None:
        out[place] = pictures.read(paths[rows[place]], shape)

    with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
        for _ in pool.map(fill, range(len(rows))):
            pass
    return out
