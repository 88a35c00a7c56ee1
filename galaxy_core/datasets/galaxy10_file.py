"""Any HDF5 file that a user names by its path, laid out as `files/galaxy10.py` says: `images`, `ans` and more."""

from pathlib import Path

from galaxy_core.datasets import Galaxies
from galaxy_core.datasets.files import galaxy10

ORDER = 90
TITLE = "Galaxy10 file"
SENTENCE = "An HDF5 file with “images” and “ans” (class numbers), as the two Galaxy10 sets have them, or much alike."
SOURCE = "whoever made the file"
TASK = "classes"
SYNTHETIC = False
CLASSES = None
SHORT = ()
GLYPHS = ()
DOWNLOAD = None
SUFFIXES = (".h5", ".hdf5", ".hdf", ".he5")
SIGNATURE = b"\x89HDF\r\n\x1a\n"


def accepts(path: Path) -> bool:
    """Whether a path is called like an HDF5 file or begins like one; a folder never is."""
    if not path.is_file():
        return False
    if path.suffix.lower() in SUFFIXES:
        return True
    with path.open("rb") as file:
        return file.read(len(SIGNATURE)) == SIGNATURE


def find(folder: Path) -> Path | None:
    """None: such a file has a path, no place of its own."""
    return None


def open(path: Path) -> Galaxies:
    """Opens the file in milliseconds. Raises DataError for one that is damaged or laid out otherwise."""
    return galaxy10.open_any(path)
