"""From light to picture: the blur of the air, noise, and the stretch of the Legacy Surveys' viewer.

Arrays are (3, n, n) in the order z, r, g until the very end, when they become red, green, blue.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import fft

from galaxy_core.datasets.drawing import distributions, textures
from galaxy_core.datasets.drawing.plane import CANVAS, MARGIN, SIZE

SCALES = np.array([2.2, 3.4, 6.0], np.float32)  # of z, r, g: nanomaggies per native pixel to displayed intensity
PEDESTAL = np.float32(0.03)
SOFTNESS = np.float32(20.0)
WIDTHS = np.geomspace(1.15, 3.9, 24)  # px, full width at half maximum of the Moffat profiles that exist
BAND_WIDTHS = np.array([0.93, 1.0, 1.08])  # the air blurs blue light more
SHARED_NOISE = 0.0063
BAND_NOISE = np.array([0.0052, 0.0039, 0.0038], np.float32)  # z is the noisiest band
BAND_BLUR = 0.95  # px: JPEG stores colour at half the resolution


@dataclass(frozen=True)
class Weather:
    """One frame's seeing (FWHM of r, px) and its noise as a multiple of the usual."""

    width: float
    noise: float


def random_weather(rng: np.random.Generator) -> Weather:
    """Seeing of about 1.2 arcsec; 15 % of frames were stored with pixels coarser by up to 1.8."""
    coarser = rng.uniform(1.0, 1.8) if distributions.happens(rng, 0.15) else 1.0
    width = distributions.log_normal(rng, 2.35, 0.11) / coarser
    return Weather(width, distributions.log_normal(rng, 1.0, 0.22) / coarser**0.5)


def picture(light: np.ndarray, weather: Weather, rng: np.random.Generator) -> np.ndarray:
    """The image uint8 (128, 128, 3) of light float32 (3, CANVAS, CANVAS) in nanomaggies per native pixel."""
    inner = slice(MARGIN, MARGIN + SIZE)
    scaled = blurred(light, weather.width)[:, inner, inner] * SCALES[:, None, None]
    scaled += noise(scaled, weather.noise, rng)
    return stretched(scaled)


def blurred(light: np.ndarray, width: float) -> np.ndarray:
    """Light float32 (3, CANVAS, CANVAS) as seen through air of this FWHM (px) in r: a Moffat profile of beta 3."""
    nearest = np.abs(np.log(WIDTHS[:, None] / (width * BAND_WIDTHS))).argmin(axis=0)
    return fft.irfft2(fft.rfft2(light) * _transfer()[nearest], s=(CANVAS, CANVAS), overwrite_x=True)


@lru_cache(maxsize=1)
def _transfer() -> np.ndarray:
    """Fourier transforms float32 (24, CANVAS, CANVAS // 2 + 1) of centred Moffat profiles of unit sum (Moffat 1969)."""
    line = np.minimum(np.arange(CANVAS), CANVAS - np.arange(CANVAS))
    square = line[:, None] ** 2 + line[None, :] ** 2
    core = WIDTHS / (2.0 * np.sqrt(2.0 ** (1.0 / 3.0) - 1.0))
    psf = (1.0 + square / core[:, None, None] ** 2) ** -3.0
    psf /= psf.sum(axis=(1, 2), keepdims=True)
    return fft.rfft2(psf).real.astype(np.float32)


def noise(scaled: np.ndarray, strength: float, rng: np.random.Generator) -> np.ndarray:
    """Noise for scaled light float32 (3, 128, 128): white and shared by the bands, plus blurred and each its own.

    It grows with the light, as photons' does; the channels of real images are correlated and their colours blurred.
    """
    intensity = np.minimum(scaled.mean(axis=0), np.float32(3.0))
    grain = np.float32(strength) * (np.float32(1.0) + np.float32(0.6) * np.maximum(intensity, np.float32(0.0)))
    shared = np.float32(SHARED_NOISE) * textures.patch(rng, textures.WHITE, SIZE, 24)
    own = np.stack([textures.patch(rng, BAND_BLUR, SIZE, 24) for _ in range(3)])
    return (shared + BAND_NOISE[:, None, None] * own) * grain


def stretched(scaled: np.ndarray) -> np.ndarray:
    """The colour-preserving asinh stretch of Lupton et al. 2004 as uint8 (n, n, 3): red, green, blue of z, r, g.

    `scaled` float32 (3, n, n) is light times `SCALES`; empty sky (0) comes out at 32, as in the Legacy Surveys' viewer.
    """
    x = np.maximum(scaled + PEDESTAL, np.float32(0.0))
    mean = x.mean(axis=0) + np.float32(1e-9)
    steep = SOFTNESS * mean
    gain = np.log(steep + np.sqrt(steep * steep + np.float32(1.0))) / (np.sqrt(SOFTNESS) * mean)  # log form: faster
    values = np.minimum(x * gain, np.float32(1.0)) * np.float32(255.0)
    return np.ascontiguousarray((values + np.float32(0.5)).astype(np.uint8).transpose(1, 2, 0))
