"""A FITS file as somebody chooses to see it: its bands, its stretch, and what it lacks, in sentences."""

import math
from itertools import permutations

import numpy as np

from galaxy_core.datasets.files import formats, pictures
from galaxy_core.datasets.files.formats import fits
from galaxy_core.datasets.files.formats.fits import Planes, View
from galaxy_core.datasets.files.formats.survey_colours import USUAL
from galaxy_core.prediction import unreadable

STRETCHES = tuple(USUAL.stretch * 2 ** (step / 2) for step in range(-6, 9))  # nanomaggies per pixel; USUAL among them
QS = tuple(USUAL.q * 2 ** (step / 2) for step in range(-6, 7))
MOST_ORDERS = 24  # of three planes out of several


def planes(content: bytes, name: str) -> Planes | None:
    """The planes of a FITS file; None of a picture of another format. Raises DataError for a damaged one."""
    try:
        return fits.planes(content) if formats.of(content) is fits else None
    except pictures.BROKEN as error:
        raise unreadable(error, name) from error


def pixel_scale(content: bytes) -> float | None:
    """Arcsec per pixel as a FITS file says it; None of other files, or where it doesn't."""
    try:
        scale = fits.planes(content).pixel_scale if fits.begins(content) else math.nan
    except pictures.BROKEN:
        return None
    return scale if math.isfinite(scale) else None


def can_be_chosen(given: Planes) -> bool:
    """Whether there is something to choose: bytes are shown as they are."""
    return given.values.dtype != np.uint8


def choices(given: Planes) -> dict[str, tuple[int, ...]]:
    """What can be shown of it, by words for it: three planes as blue, green and red, the usual ones first, or one."""
    called = given.bands or "".join(str(number + 1) for number in range(len(given.values)))
    orders = list(permutations(range(len(called)), 3))[:MOST_ORDERS]
    try:
        usual = fits.usual_view(given).numbers
        orders = [usual, *(order for order in orders if order != usual)] if len(usual) == 3 else orders
    except formats.Unusable:
        pass
    colours = {f"{', '.join(called[at] for at in order)} as blue, green, red": order for order in orders}
    return colours | {f"{name} in grey": (number,) for number, name in enumerate(called)}


def picture(given: Planes, view: View, name: str) -> np.ndarray:
    """It as chosen, uint8 (h, w, 3). Raises DataError where that shows nothing."""
    try:
        return fits.shown(given, view)
    except pictures.BROKEN as error:
        raise unreadable(error, name) from error


def lacks(given: Planes) -> str:
    """A sentence on pixels without data; "" where all have some."""
    shares = fits.missing(given)
    if not shares:
        return ""
    parts = ", ".join(f"{_percent(share)} of band {name}" for name, share in shares.items())
    return f"No data in {parts}: they are shown as no light, which changes colours there."


def _percent(share: float) -> str:
    return "less than 1 %" if share < 0.01 else f"{100 * share:.0f} %"
