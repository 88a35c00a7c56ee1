"""Galaxy10 SDSS: 21,785 galaxies of ten very uneven classes, 69 × 69 pixels (g, r, i shown as blue, green, red)."""

from pathlib import Path

from galaxy_core.datasets import Download, Galaxies, morphology
from galaxy_core.datasets.files import galaxy10

ORDER = 3
TITLE = "Galaxy10 SDSS"
SENTENCE = "21,785 small images from the Sloan Digital Sky Survey in ten uneven classes; the rarest has 17."
SOURCE = (
    "Leung & Bovy, Galaxy10 SDSS, https://zenodo.org/records/10844811; images: Sloan Digital Sky Survey; "
    "votes: Lintott et al. 2008, 2011"
)
TASK = "classes"
SYNTHETIC = False
CLASSES = (
    "Disk, Face-on, No Spiral", "Smooth, Completely round", "Smooth, in-between round", "Smooth, Cigar shaped",
    "Disk, Edge-on, Rounded Bulge", "Disk, Edge-on, Boxy Bulge", "Disk, Edge-on, No Bulge",
    "Disk, Face-on, Tight Spiral", "Disk, Face-on, Medium Spiral", "Disk, Face-on, Loose Spiral",
)  # fmt: skip
SHORT = (
    "No spiral", "Round", "In-between", "Cigar", "Rounded bulge", "Boxy bulge", "No bulge", "Tight spiral",
    "Medium spiral", "Loose spiral",
)  # fmt: skip
GLYPHS = (
    "no-spiral", "round", "in-between", "cigar", "edge-on-bulge", "boxy-bulge", "edge-on", "tight", "medium", "loose",
)  # fmt: skip
MEANINGS = (
    morphology.NO_SPIRAL,
    morphology.ROUND,
    morphology.IN_BETWEEN,
    morphology.CIGAR,
    morphology.EDGE_ON_BULGE,
    morphology.BOXY_BULGE,
    morphology.EDGE_ON_FLAT,
    morphology.TIGHT,
    morphology.MEDIUM,
    morphology.LOOSE,
)
COUNTS = (3461, 6997, 6292, 349, 1534, 17, 589, 1121, 906, 519)
DOWNLOAD = Download(
    url="https://zenodo.org/records/10844811/files/Galaxy10.h5",
    sha256="969A6B1CEFCC36E09FFFA86FEBD2F699A4AA19B837BA0427F01B0BC6DED458AF",
    size=210_234_548,
)
PUBLISHED = galaxy10.Published(TITLE, "Galaxy10.h5", 69, CLASSES, SHORT, GLYPHS, COUNTS)


def find(folder: Path) -> Path | None:
    """Its file in the data folder, told by what it holds (see `files/galaxy10.py`); None if it isn't there."""
    return galaxy10.find(folder, PUBLISHED)


def open(path: Path) -> Galaxies:
    """Opens the file in milliseconds. Raises DataError for one that is damaged, or isn't Galaxy10 SDSS."""
    return galaxy10.open_as(path, PUBLISHED, __name__.rsplit(".", 1)[-1])
