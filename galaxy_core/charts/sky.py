"""Where galaxies lie: the sky in Mollweide's projection, and how far they are."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core.charts import formatting, vega
from galaxy_core.charts.palette import GREY
from galaxy_core.charts.vega import Chart, Row

if TYPE_CHECKING:
    from galaxy_core.datasets import Galaxies

COLOUR = "#5896D9"  # the blue of "right", at a depth that is seen on dark and on light ground
VIEWER = "https://www.legacysurvey.org/viewer?ra={ra:.5f}&dec={dec:+.5f}&layer=ls-dr9&zoom=15"
SHOWN = 6000  # points at most; more only make the page slow
BINS = 50  # of redshift
_LINES = {"stroke": GREY, "opacity": 0.6, "strokeWidth": 0.6, "fill": None}
_MERIDIANS = {"values": [{"ra": ra, "words": f"{ra:.0f}°"} for ra in (0.001, 90, 180, 270, 359.999)]}
_EAST_LEFT = {"type": {"expr": "'mollweide'"}, "rotate": [180, 0, 0], "reflectX": True}  # RA 180° in the middle


def viewer(galaxies: "Galaxies", row: int) -> str | None:
    """The address of the Legacy Surveys' viewer at a galaxy's place, None where that isn't known.

    Of a drawn galaxy nothing is there: whoever asks knows what the images are.
    """
    if galaxies.ra is None or galaxies.dec is None:
        return None
    ra, dec = float(galaxies.ra[row]), float(galaxies.dec[row])
    return VIEWER.format(ra=ra, dec=dec) if np.isfinite((ra, dec)).all() else None


def sky_rows(ra: np.ndarray, dec: np.ndarray, named: Callable[[int], str]) -> list[Row]:
    """A row for each galaxy whose place is known (degrees), for SHOWN of more, by chance; `named` says what a row of
    the data set is called."""
    placed = np.flatnonzero(np.isfinite(ra) & np.isfinite(dec))
    shown = placed if len(placed) <= SHOWN else np.sort(np.random.default_rng(0).permutation(placed)[:SHOWN])
    return [
        {"galaxy": named(row), "ra": round(x, 5), "dec": round(y, 5), "place": f"RA {x:.3f}°, Dec {y:+.3f}°"}
        for row, x, y in zip(shown.tolist(), ra[shown].tolist(), dec[shown].tolist(), strict=True)
    ]


def sky_map(rows: list[Row], height: int = 320) -> Chart:
    """A point for each row of `sky_rows` in Mollweide's equal-area projection (1805), east to the left."""
    degrees = {"longitude": {"field": "ra", "type": "quantitative"}}
    point = degrees | {"latitude": {"field": "dec", "type": "quantitative"}, "tooltip": vega.tooltip("galaxy", "place")}
    words = degrees | {"latitude": {"datum": 0}, "text": {"field": "words", "type": "nominal"}}
    lines = {"graticule": {"step": [60, 30]}}
    layers = [
        vega.layer({"type": "geoshape", **_LINES}, {}, data={"sphere": True}),
        vega.layer({"type": "geoshape", **_LINES}, {}, data=lines),
        vega.layer({"type": "circle", "size": 9, "opacity": 0.6, "color": COLOUR}, point),
        vega.layer({"type": "text", "dy": 9, "fontSize": 11, "color": GREY}, words, data=_MERIDIANS),
    ]
    alt = f"{formatting.count(len(rows), 'galaxy', 'galaxies')} on the sky, by right ascension and declination"
    return vega.layered(rows, layers, alt, height, projection=_EAST_LEFT)


def redshift_rows(values: np.ndarray) -> list[Row]:
    """How many galaxies lie in each of BINS steps of redshift; unknown ones are left out."""
    measured = values[np.isfinite(values)]
    counts, edges = np.histogram(measured, bins=BINS, range=(0, max(0.01, float(measured.max()))))
    return [
        {"low": low, "high": high, "galaxies": count, "redshift": f"{low:.3f} to {high:.3f}"}
        for low, high, count in zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)
    ]


def redshifts(values: np.ndarray, height: int = 240) -> Chart:
    """The same as bars."""
    bar = {"type": "bar", "color": COLOUR, "binSpacing": 1}
    place = {
        "x": vega.quantity("low", "redshift") | {"bin": "binned"},
        "x2": {"field": "high"},
        "y": vega.quantity("galaxies", "galaxies"),
        "tooltip": vega.tooltip("redshift", "galaxies"),
    }
    shown = int((values[np.isfinite(values)] >= 0).sum())
    alt = f"Redshifts of {formatting.count(shown, 'galaxy', 'galaxies')}"
    return vega.layered(redshift_rows(values), [vega.layer(bar, place)], alt, height)
