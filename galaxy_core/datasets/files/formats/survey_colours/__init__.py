"""Fluxes as the pictures that the surveys' viewers show: g, r, z as blue, green, red, stretched by asinh,
white where bright.

The viewer's own recipe (legacysurvey/imagine, `map/views.py`): x = s f + m for each band, f in nanomaggies per pixel;
all are scaled by asinh(20 I) / (√20 I) with I the mean of max(0, x); empty sky is 32 of 255. Written with the stretch
and Q of Lupton et al. 2004 that is .1 asinh(Q I / stretch) / (I asinh(.1 Q)), and both can be chosen.
"""

import math
from typing import NamedTuple

import numpy as np

SOFTENING = 20.0  # of the viewer
SCALES = {"grz": ((6.0, 3.4, 2.2), 0.03), "gri": ((2.5, 1.5, 1.0), 0.02)}  # of each band, and what is added
GREY = 3.4  # as r
FAINT = (1e-4, 0.3)  # nanomaggies: the noise of a sky that is in these units
NEAR = 0.1  # nanomaggies, of the sky's median
WHITE = np.float32(1e6)  # scaled bands from where on everything is white, however it is stretched
BRIGHT = 1.39  # I of what is shown as .9 of white


class Stretch(NamedTuple):
    """How light becomes brightness: in proportion up to about `stretch`, in nanomaggies per pixel as the viewer weights
    its bands, and by its logarithm above, the flatter the larger `q` is."""

    stretch: float
    q: float


Q = math.sinh(0.1 * math.sqrt(SOFTENING)) / 0.1
USUAL = Stretch(Q / SOFTENING, Q)  # the viewer's


def of_bands(planes: np.ndarray, bands: str = "", stretch: Stretch = USUAL) -> np.ndarray:
    """Three planes of fluxes (3, h, w), bluest first, as uint8 (h, w, 3), in the order and orientation they have."""
    scales, offset = SCALES.get(bands, SCALES["grz"])
    fluxes = planes if bands in SCALES or _is_survey(planes) else _like_survey(planes, np.array(scales))
    return _shown(fluxes * np.array(scales, np.float32)[:, None, None] + np.float32(offset), stretch)


def of_plane(plane: np.ndarray, survey: bool = False, stretch: Stretch = USUAL) -> np.ndarray:
    """One plane of fluxes (h, w) as grey, uint8 (h, w, 3)."""
    planes = plane[None]
    fluxes = planes if survey or _is_survey(planes) else _like_survey(planes, np.array([GREY]))
    return np.repeat(_shown(fluxes * np.float32(GREY) + np.float32(0.03), stretch), 3, axis=2)


def _shown(x: np.ndarray, stretch: Stretch) -> np.ndarray:
    """Scaled bands (k, h, w), bluest first, as uint8 (h, w, k), reddest first."""
    x = np.nan_to_num(np.clip(x, -WHITE, WHITE))  # damaged numbers may be larger than their product can be
    intensity = np.maximum(x, 0).mean(axis=0)
    height = np.float32(0.1 / math.asinh(0.1 * stretch.q))
    factor = height * np.arcsinh(np.float32(stretch.q / stretch.stretch) * intensity) / np.maximum(intensity, 1e-12)
    return (np.clip(x * factor, 0, 1) * 255).astype(np.uint8)[::-1].transpose(1, 2, 0)


def _sky(planes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each plane the median and the noise, 1.4826 times the median deviation."""
    flat = planes.reshape(len(planes), -1)
    medians = np.median(flat, axis=1)
    return medians, 1.4826 * np.median(np.abs(flat - medians[:, None]), axis=1)


def _is_survey(planes: np.ndarray) -> bool:
    """Whether numbers can be nanomaggies of a deep survey: a faint sky around nothing."""
    medians, noise = _sky(planes)
    return bool((np.abs(medians) < NEAR).all() and (noise > FAINT[0]).all() and (noise < FAINT[1]).all())


def _like_survey(planes: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """Numbers in any unit: the sky is taken away, and what is bright in the middle becomes as bright as in a survey."""
    medians, noise = _sky(planes)
    fluxes = (planes - medians[:, None, None].astype(np.float32)) * scales[:, None, None].astype(np.float32)
    height, width = planes.shape[1:]
    middle = fluxes.mean(axis=0)[height // 4 : -(height // 4) or None, width // 4 : -(width // 4) or None]
    bright = max(float(np.percentile(middle, 99.5)), 3 * float(np.mean(noise * scales)), 1e-30)
    return fluxes * np.float32(BRIGHT / bright) / scales[:, None, None].astype(np.float32)
