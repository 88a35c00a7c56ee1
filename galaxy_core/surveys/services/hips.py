"""hips2fits of the CDS in Strasbourg: a picture of any place out of a survey's tiles (HiPS)."""

from urllib.parse import quote

from galaxy_core.surveys import Request, services

PIXELS = 256  # of the frame that a viewer opens with


def request(layer: str, ra: float, dec: float, field: float, size: int) -> Request:
    """A JPEG picture of `size` pixels a side, `field` arcsec wide, north up (tangential projection)."""
    query = {
        "hips": layer, "ra": f"{ra:.6f}", "dec": f"{dec:.6f}", "fov": f"{field / 3600:.6f}", "width": str(size),
        "height": str(size), "projection": "TAN", "coordsys": "icrs", "format": "jpg",
    }  # fmt: skip
    return Request(layer, services.address("GALAXY_HIPS"), query)


def viewer(layer: str, ra: float, dec: float, pixel_scale: float) -> str:
    """Aladin Lite at that place."""
    field = PIXELS * pixel_scale / 3600
    where = quote(f"{ra:.5f} {dec:.5f}")
    return f"https://aladin.cds.unistra.fr/AladinLite/?target={where}&fov={field:.4f}&survey={quote(layer, safe='')}"
