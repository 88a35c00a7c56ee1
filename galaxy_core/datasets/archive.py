"""A ZIP or tar file of a folder or a file that could be chosen itself: unpacked beside it once, and read as that."""

from dataclasses import replace
from pathlib import Path

from galaxy_core import datasets
from galaxy_core.datasets import Galaxies
from galaxy_core.datasets.files import archives

ORDER = 92
TITLE = "ZIP or tar"
SENTENCE = "A ZIP or tar file of any of these: it is unpacked beside it."
SOURCE = "whoever made the file"
TASK = "classes"
SYNTHETIC = False
CLASSES = None
SHORT = ()
GLYPHS = ()
DOWNLOAD = None


def accepts(path: Path) -> bool:
    """Whether a path is called as a ZIP or tar file, or begins as a ZIP file does."""
    return path.is_file() and archives.is_one(path)


def find(folder: Path) -> Path | None:
    """None: such a file has a path, no place of its own."""
    return None


def open(path: Path) -> Galaxies:
    """Opens what is in it, unpacked now if it isn't there. Raises DataError, StorageError."""
    inside = archives.unpacked(path)
    only = [entry for entry in inside.iterdir() if entry.is_file() and not entry.name.startswith(".")]
    own = only[0] if len(only) == 1 and not any(entry.is_dir() for entry in inside.iterdir()) else inside
    galaxies: Galaxies = datasets.kind_of(own).open(own)
    note = f"Unpacked into {inside}."
    return replace(galaxies, name=str(path), title=path.name, notes=(*galaxies.notes, note))
