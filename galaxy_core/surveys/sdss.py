"""The Sloan Digital Sky Survey: the colours that Galaxy10 SDSS and Galaxy Zoo 2 were made with."""

import numpy as np

from galaxy_core.surveys import Request, is_even, services

TITLE = "SDSS"
SENTENCE = "The Sloan survey in g, r and i: a third of the sky, in the colours of Galaxy Zoo 2."
SOURCE = "York et al. 2000, AJ 120, 1579"
CREDIT = "Sloan Digital Sky Survey, DR18"
ORDER = 2
BLACK = 0.5  # share of pixels of exactly no light above which a picture shows nothing


def requests(ra: float, dec: float, pixel_scale: float, size: int) -> tuple[Request, ...]:
    """One JPEG picture."""
    query = {
        "ra": f"{ra:.6f}",
        "dec": f"{dec:.6f}",
        "scale": f"{pixel_scale:.4f}",
        "width": str(size),
        "height": str(size),
    }
    return (Request("sdss", services.address("GALAXY_SDSS"), query),)


def is_blank(image: np.ndarray) -> bool:
    """Outside of its area the service has sent a black tile with words on it."""
    return is_even(image) or bool((image == 0).all(axis=-1).mean() > BLACK)


def viewer(ra: float, dec: float, pixel_scale: float) -> str:
    """SkyServer's page of navigation."""
    return f"https://skyserver.sdss.org/dr18/VisualTools/navi?ra={ra:.5f}&dec={dec:.5f}&scale={pixel_scale:.3f}"
