"""Galaxy10 DECaLS: 17,736 galaxies of ten classes, 256 × 256 pixels (g, r, z shown as blue, green, red)."""

from pathlib import Path

from galaxy_core.datasets import Download, Galaxies, morphology
from galaxy_core.datasets.files import galaxy10

ORDER = 2
TITLE = "Galaxy10 DECaLS"
SENTENCE = "17,736 galaxies from the DESI Legacy Imaging Surveys in ten classes that Galaxy Zoo volunteers agreed on."
SOURCE = (
    "Leung & Bovy, Galaxy10 DECaLS, https://zenodo.org/records/10845026; images: Dey et al. 2019; "
    "votes: Lintott et al. 2008, 2011, Walmsley et al. 2021"
)
TASK = "classes"
SYNTHETIC = False
CLASSES = (
    "Disturbed", "Merging", "Round Smooth", "In-between Round Smooth", "Cigar Shaped Smooth", "Barred Spiral",
    "Unbarred Tight Spiral", "Unbarred Loose Spiral", "Edge-on without Bulge", "Edge-on with Bulge",
)  # fmt: skip
SHORT = (
    "Disturbed", "Merging", "Round", "In-between", "Cigar", "Barred spiral", "Tight spiral", "Loose spiral",
    "Edge-on, no bulge", "Edge-on, bulge",
)  # fmt: skip
GLYPHS = (
    "disturbed", "merging", "round", "in-between", "cigar", "barred", "tight", "loose", "edge-on", "edge-on-bulge",
)  # fmt: skip
MEANINGS = morphology.TEN
COUNTS = (1081, 1853, 2645, 2027, 334, 2043, 1829, 2628, 1423, 1873)
DOWNLOAD = Download(
    url="https://zenodo.org/records/10845026/files/Galaxy10_DECals.h5",
    sha256="19AEFC477C41BB7F77FF07599A6B82A038DC042F889A111B0D4D98BB755C1571",
    size=2_540_000_000,  # published as 2.54 GB; the server says how many bytes exactly
)
PUBLISHED = galaxy10.Published(
    TITLE, "Galaxy10_DECals.h5", 256, CLASSES, SHORT, GLYPHS, COUNTS, columns=("ra", "dec", "redshift", "pxscale")
)


def find(folder: Path) -> Path | None:
    """Its file in the data folder, told by what it holds (see `files/galaxy10.py`); None if it isn't there."""
    return galaxy10.find(folder, PUBLISHED)


def open(path: Path) -> Galaxies:
    """Opens the file in milliseconds. Raises DataError for one that is damaged, or isn't Galaxy10 DECaLS."""
    return galaxy10.open_as(path, PUBLISHED, __name__.rsplit(".", 1)[-1])
