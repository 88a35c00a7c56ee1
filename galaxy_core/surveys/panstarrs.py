"""Pan-STARRS: three quarters of the sky, north of −30°."""

import numpy as np

from galaxy_core.surveys import Request, is_even
from galaxy_core.surveys.services import hips

TITLE = "Pan-STARRS"
SENTENCE = "Pan-STARRS DR1 in g, r and i: everything north of −30°."
SOURCE = "Chambers et al. 2016, arXiv 1612.05560"
CREDIT = "Pan-STARRS DR1, by hips2fits of the CDS"
ORDER = 3
HIPS = "CDS/P/PanSTARRS/DR1/color-i-r-g"


def requests(ra: float, dec: float, pixel_scale: float, size: int) -> tuple[Request, ...]:
    """One JPEG picture, cut out of the survey's tiles."""
    return (hips.request(HIPS, ra, dec, pixel_scale * size, size),)


def is_blank(image: np.ndarray) -> bool:
    """Where there are no tiles, nothing is drawn."""
    return is_even(image)


def viewer(ra: float, dec: float, pixel_scale: float) -> str:
    """Aladin Lite with this survey."""
    return hips.viewer(HIPS, ra, dec, pixel_scale)
