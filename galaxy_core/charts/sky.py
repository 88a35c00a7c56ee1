"""Where galaxies lie: the sky in Mollweide's projection, and how far they are."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from galaxy_core.datasets import Galaxies

COLOUR = "#5896D9"  # the blue of "right", at a depth that is seen on dark and on light ground
VIEWER = "https://www.legacysurvey.org/viewer?ra={ra:.5f}&dec={dec:+.5f}&layer=ls-dr9&zoom=15"
SHOWN = 6000  # points at most; more only make the page slow


def viewer(galaxies: "Galaxies", row: int) -> str | None:
    """The address of the Legacy Surveys' viewer at a galaxy's place, None where that isn't known.

    Of a drawn galaxy nothing is there: whoever asks knows what the images are.
    """
    if galaxies.ra is None or galaxies.dec is None:
        return None
    ra, dec = float(galaxies.ra[row]), float(galaxies.dec[row])
    return VIEWER.format(ra=ra, dec=dec) if np.isfinite((ra, dec)).all() else None


def mollweide(ra: np.ndarray, dec: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mollweide's equal-area projection (1805) of degrees: x in −2…2 with east to the left and RA 180° in the middle,
    y in −1…1."""
    latitude = np.radians(np.clip(dec, -90, 90))
    theta = latitude.copy()
    for _ in range(30):  # Newton on 2θ + sin 2θ = π sin φ; at the poles the slope is 0 and θ is ±90° already
        slope = 2 + 2 * np.cos(2 * theta)
        step = (2 * theta + np.sin(2 * theta) - np.pi * np.sin(latitude)) / np.maximum(slope, 1e-9)
        theta = np.clip(theta - step, -np.pi / 2, np.pi / 2)
    longitude = np.radians(180 - np.mod(ra, 360))
    return 2 / np.pi * longitude * np.cos(theta), np.sin(theta)


def sky_map(ra: np.ndarray, dec: np.ndarray, names: list[str]) -> "go.Figure":
    """A point for each galaxy (degrees), random 6,000 of more; `names` are shown when one is pointed at."""
    import plotly.graph_objects as go

    known = np.flatnonzero(np.isfinite(ra) & np.isfinite(dec))
    shown = known if len(known) <= SHOWN else np.sort(np.random.default_rng(0).permutation(known)[:SHOWN])
    x, y = mollweide(ra[shown], dec[shown])
    words = [f"{names[row]}<br>RA {ra[row]:.3f}°, Dec {dec[row]:+.3f}°" for row in shown]
    marker = {"size": 3, "opacity": 0.6, "color": COLOUR}
    points = go.Scattergl(x=x, y=y, mode="markers", marker=marker, text=words, hoverinfo="text", customdata=shown)
    figure = go.Figure([*_lines(), points])
    for degrees in (0, 90, 180, 270, 360):
        at = mollweide(np.array([float(degrees) if degrees < 360 else 359.999]), np.array([0.0]))
        figure.add_annotation(x=at[0][0], y=0, text=f"{degrees}°", showarrow=False, yshift=-9, font={"size": 11})
    axis = {"visible": False, "fixedrange": True}
    return figure.update_layout(
        showlegend=False, height=320, margin={"l": 0, "r": 0, "t": 8, "b": 8}, xaxis={**axis, "range": [-2.05, 2.05]},
        yaxis={**axis, "scaleanchor": "x", "range": [-1.05, 1.05]},
    )  # fmt: skip


def redshifts(values: np.ndarray) -> "go.Figure":
    """How many galaxies lie at which redshift; unknown ones are left out."""
    import plotly.graph_objects as go

    known = values[np.isfinite(values)]
    counts, edges = np.histogram(known, bins=50, range=(0, max(0.01, float(known.max()))))
    middles, hover = (edges[:-1] + edges[1:]) / 2, "z %{x:.3f}: %{y}<extra></extra>"
    figure = go.Figure(go.Bar(x=middles, y=counts, marker_color=COLOUR, hovertemplate=hover))
    return figure.update_layout(
        height=240, margin={"l": 0, "r": 0, "t": 8, "b": 0}, bargap=0.05,
        xaxis_title="redshift", yaxis_title="galaxies", dragmode=False,
    )  # fmt: skip


def _lines() -> list["go.Scatter"]:
    """Parallels and meridians every 30° and 60°."""
    import plotly.graph_objects as go

    style = {"mode": "lines", "line": {"width": 0.6, "color": "rgba(128,140,155,.5)"}, "hoverinfo": "skip"}
    around, up = np.linspace(0, 359.999, 121), np.linspace(-90, 90, 61)
    parallels = [mollweide(around, np.full(121, float(dec))) for dec in range(-60, 61, 30)]
    meridians = [mollweide(np.full(61, ra), up) for ra in (0.0, 60.0, 120.0, 180.0, 240.0, 300.0, 359.999)]
    return [go.Scatter(x=x, y=y, **style) for x, y in (*parallels, *meridians)]
