"""Folders to choose a data set in: what is in one, what of it looks like a data set; files that are brought by hand.

How something looks is told by a few names in it, so that a folder of many is listed in a moment; opening tells more.
"""

import hashlib
import os
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import galaxy_core
from galaxy_core import GalaxyError, StorageError, datasets
from galaxy_core.datasets.files import class_folders, formats, left_out
from galaxy_core.storage import atomic

MOST = 300  # entries that are listed
FEW = 40  # entries of a folder by which it is told what it looks like
BROUGHT = "brought"  # folder in the data folder with files that were brought by hand


class Place(NamedTuple):
    """A folder or file: its name, its path, and what kind of data set it looks like, or ""."""

    name: str
    path: Path
    looks: str
    is_folder: bool


def start() -> Path:
    """Where choosing begins: the home folder, or the root where there is none."""
    with suppress(RuntimeError):
        if (home := Path.home()).is_dir():
            return home
    return Path("/")


def inside(folder: Path) -> list[Place]:
    """Folders, and files that look like a data set; those that look like one first. Raises StorageError."""
    try:
        with os.scandir(folder) as entries:
            known = [entry for entry in islice(entries, 20 * MOST) if left_out.kind(entry) in (None, *SETS)]
    except OSError as error:
        why = f"{folder} can't be read ({error.strerror}): choose another folder."
        raise StorageError(why) from error
    places = [
        Place(entry.name, Path(entry.path), looks_like(Path(entry.path)), entry.is_dir()) for entry in known[:MOST]
    ]
    wanted = [place for place in places if place.is_folder or place.looks]
    return sorted(wanted, key=lambda place: (not place.looks, not place.is_folder, place.name.lower()))


def looks_like(path: Path) -> str:
    """What kind of data set a path looks like, in a few words; "" where it looks like none."""
    if path.is_dir():
        return _folder(path)
    if path.name.lower().endswith(formats.endings()):
        return ""
    with suppress(GalaxyError, OSError):
        return str(datasets.kind_of(path).TITLE)
    return ""


def bring(name: str, content: bytes) -> Path:
    """Keeps a file that somebody brought, in the data folder; the same file again is the same. Raises StorageError."""
    plain = "".join(letter for letter in Path(name).name if letter.isprintable() and letter not in '/\\:*?"<>|')
    key = hashlib.blake2b(content, digest_size=5).hexdigest()
    path = galaxy_core.data_folder() / BROUGHT / key / (plain.lstrip(".") or "file")
    if not path.is_file():
        atomic.write(path, lambda aside: aside.write_bytes(content))
    return path


def _folder(path: Path) -> str:
    """Of a folder."""
    with suppress(OSError):
        names = list(islice(os.listdir(path), FEW))
        if any(name.endswith(".parquet") for name in names) or any(path.glob("data/*.parquet")):
            return "Parquet files"
        folders = [name for name in names if (path / name).is_dir() and not name.startswith(".")]
        parts = [name for name in folders if name.lower() in class_folders.PARTS]
        if len(parts) > 1 and len(parts) == len(folders):
            return (
                f"{' and '.join(sorted(parts))} folders" if any(map(_folder, (path / name for name in parts))) else ""
            )
        with_pictures = [name for name in folders if _has_pictures(path / name)]
        if len(with_pictures) > 1:
            more = " or more" if len(names) == FEW else ""
            return f"{len(with_pictures)}{more} folders of pictures"
    return ""


def _has_pictures(folder: Path) -> bool:
    with suppress(OSError), os.scandir(folder) as entries:
        return any(entry.name.lower().endswith(formats.endings()) for entry in islice(entries, FEW))
    return False


SETS = (".h5", ".hdf5", ".hdf", ".he5", ".parquet", ".zip", ".tar", ".gz", ".tgz", ".csv")  # endings that may be sets
