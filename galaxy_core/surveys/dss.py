"""The Digitized Sky Survey: photographic plates of the whole sky."""

import numpy as np

from galaxy_core.surveys import Request, is_even
from galaxy_core.surveys.services import hips

TITLE = "DSS2"
SENTENCE = "Photographic plates, digitised: coarse, but of the whole sky."
SOURCE = "Lasker et al. 1996, ASP Conf. Ser. 101, 88"
CREDIT = "Digitized Sky Survey 2, by hips2fits of the CDS"
ORDER = 4
HIPS = "CDS/P/DSS2/color"


def requests(ra: float, dec: float, pixel_scale: float, size: int) -> tuple[Request, ...]:
    """One JPEG picture, cut out of the survey's tiles."""
    return (hips.request(HIPS, ra, dec, pixel_scale * size, size),)


def is_blank(image: np.ndarray) -> bool:
    """Where there are no tiles, nothing is drawn."""
    return is_even(image)


def viewer(ra: float, dec: float, pixel_scale: float) -> str:
    """Aladin Lite with this survey."""
    return hips.viewer(HIPS, ra, dec, pixel_scale)
