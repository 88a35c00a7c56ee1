"""The DESI Legacy Imaging Surveys: the colours that Galaxy10 DECaLS was made with."""

import numpy as np

from galaxy_core.surveys import Request, is_even, services

TITLE = "Legacy Surveys"
SENTENCE = "DECaLS, BASS and MzLS in g, r and z: half of the sky, in the colours of Galaxy10 DECaLS."
SOURCE = "Dey et al. 2019, AJ 157, 168"
CREDIT = "DESI Legacy Imaging Surveys (Dey et al. 2019)"
ORDER = 1
LAYERS = ("ls-dr9", "ls-dr10-grz")  # the same colours; the second covers more. ls-dr10 mixes others into them


def requests(ra: float, dec: float, pixel_scale: float, size: int) -> tuple[Request, ...]:
    """JPEG pictures of each layer."""
    place = {"ra": f"{ra:.6f}", "dec": f"{dec:.6f}", "pixscale": f"{pixel_scale:.4f}", "size": str(size)}
    base = services.address("GALAXY_CUTOUTS")
    return tuple(Request(layer, f"{base}/jpeg-cutout", {**place, "layer": layer}) for layer in LAYERS)


def is_blank(image: np.ndarray) -> bool:
    """Outside of its area the service sends the level of empty sky, all over."""
    return is_even(image)


def viewer(ra: float, dec: float, pixel_scale: float) -> str:
    """Its own viewer."""
    return f"{services.address('GALAXY_CUTOUTS')}?ra={ra:.5f}&dec={dec:.5f}&layer={LAYERS[0]}&zoom=14"
