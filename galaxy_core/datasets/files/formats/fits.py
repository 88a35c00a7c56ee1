"""FITS: g, r, z cubes in the colours of the survey's viewer, one plane in grey, bytes as they are; north is up.

Its first HDU with an image counts; packed ones (.gz, .fz) are unpacked. Where it says its place on the sky and its
scale, these are kept. NaN is nothing; a band without data in more than a fifth of its pixels is no picture,
as Galaxy Zoo has it.
"""

import contextlib
import io
import warnings
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from galaxy_core.datasets.files.formats import NAN, Seen, Unusable, check_size, survey_colours

if TYPE_CHECKING:
    from astropy.io.fits import Header

TITLE = "FITS"
ORDER = 5
ENDINGS = (".fits", ".fit", ".fts", ".fits.gz", ".fit.gz", ".fits.fz")
START, PACKED = b"SIMPLE  =", b"\x1f\x8b"
LARGEST = 1_000_000_000  # bytes, unpacked
MISSING = 0.2  # share of pixels of a band
MOST_HDUS = 100
MOST_PLANES = 8


def begins(content: bytes) -> bool:
    """Whether it begins as FITS does, packed by gzip or not."""
    return content.startswith(START) or (content.startswith(PACKED) and _unpacked(content, 80).startswith(START))


def look(content: bytes) -> Seen:
    """Its size, and its place and scale, if it says them."""
    with _image(content) as (header, values):
        height, width, _ = _shown(header, values).shape
        return Seen((height, width), None, *_place(header, height, width))


def pixels(content: bytes) -> np.ndarray:
    """uint8 (h, w, 3), north up."""
    with _image(content) as (header, values):
        return _shown(header, values)


@contextlib.contextmanager
def _image(content: bytes) -> Iterator[tuple["Header", np.ndarray]]:
    """The header and the numbers of the first HDU that holds an image: (h, w) or (planes, h, w). Raises Unusable."""
    from astropy.io import fits

    if content.startswith(PACKED):
        content = _unpacked(content, LARGEST)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with fits.open(io.BytesIO(content), memmap=False, lazy_load_hdus=True) as file:
                yield _first(file)
        except Unusable:
            raise
        except Exception as error:  # astropy answers damaged files with a dozen kinds; this is their one gate
            raise Unusable("damaged or cut short") from error


def _first(file) -> tuple["Header", np.ndarray]:
    """The same of an open file."""
    for number in range(MOST_HDUS):
        try:
            hdu = file[number]
        except IndexError:
            break
        shape = tuple(hdu.shape) if hdu.is_image else ()
        while len(shape) > 2 and shape[0] == 1:
            shape = shape[1:]
        if len(shape) not in (2, 3):
            continue
        _check(shape)
        return hdu.header, np.asarray(hdu.data).reshape(shape)
    raise Unusable("no image in it, only tables or headers" if number else "no image of two axes in it")


def _check(shape: tuple[int, ...]) -> None:
    """Raises Unusable for more pixels or planes than a picture has."""
    plane = shape[:2] if _has_channels_last(shape) else shape[-2:]
    check_size(plane[1], plane[0])
    if len(shape) == 3 and not _has_channels_last(shape) and shape[0] > MOST_PLANES:
        raise Unusable(f"a cube of {shape[0]:,} planes, not of 1 or 3")


def _has_channels_last(shape: tuple[int, ...]) -> bool:
    return len(shape) == 3 and shape[2] in (3, 4) and shape[0] > MOST_PLANES


def _shown(header: "Header", values: np.ndarray) -> np.ndarray:
    """Numbers as a picture: uint8 (h, w, 3), north up."""
    if _has_channels_last(values.shape):
        values = np.moveaxis(values[..., :3], 2, 0)
    if values.ndim == 2:
        values = values[None]
    if values.dtype == np.uint8 and len(values) in (1, 3):
        picture = np.repeat(values, 3, axis=0) if len(values) == 1 else values
        return np.ascontiguousarray(picture.transpose(1, 2, 0)[::-1])
    bands = str(header.get("BANDS", "")).strip().lower()
    planes, names = _chosen(values, bands)
    planes = planes.astype(np.float32)
    _check_covered(planes, names, survey=bool(bands))
    planes = np.nan_to_num(planes, nan=0.0, posinf=0.0, neginf=0.0)
    picture = (
        survey_colours.of_bands(planes, names) if len(planes) == 3 else survey_colours.of_plane(planes[0], bool(bands))
    )
    return np.ascontiguousarray(picture[::-1])


def _chosen(values: np.ndarray, bands: str) -> tuple[np.ndarray, str]:
    """The planes that are shown, bluest first, and their letters where they are known."""
    if len(bands) == len(values):
        for names in survey_colours.SCALES:
            if set(names) <= set(bands):
                return values[[bands.index(name) for name in names]], names
    if len(values) == 1:
        return values, bands
    if len(values) != 3:
        raise Unusable(f"{len(values)} planes, not 1 or 3, and no BANDS in its header that say which are g, r and z")
    return values, ""


def _check_covered(planes: np.ndarray, names: str, survey: bool) -> None:
    """Raises Unusable where a band has no data in too many pixels: NaN, or exactly 0 in a survey's."""
    for number, plane in enumerate(planes):
        missing = ~np.isfinite(plane) | ((plane == 0) & survey)
        name = names[number] if number < len(names) else str(number + 1)
        if missing.mean() > MISSING:
            raise Unusable(f"no data in {100 * missing.mean():.0f} % of the pixels of its band {name}, more than 20 %")
    if not np.ptp(np.nan_to_num(planes)):
        raise Unusable("the same number everywhere")


def _place(header: "Header", height: int, width: int) -> tuple[float, float, float]:
    """Right ascension, declination of its middle in degrees and arcsec per pixel; NaN where it doesn't say them."""
    from astropy.wcs import WCS
    from astropy.wcs.utils import proj_plane_pixel_scales

    try:
        wcs = WCS(header).celestial
        if wcs.naxis != 2:
            return NAN, NAN, NAN
        ra, dec = (float(value) for value in wcs.all_pix2world((width - 1) / 2, (height - 1) / 2, 0))
        scale = 3600 * float(np.mean(proj_plane_pixel_scales(wcs)))
    except Exception:  # a header without a sky, or with a wrong one: astropy has a dozen errors for it
        return NAN, NAN, NAN
    sound = 0 <= ra <= 360 and abs(dec) <= 90
    return (ra, dec, scale if 0 < scale < 3600 else NAN) if sound else (NAN, NAN, NAN)


def _unpacked(content: bytes, most: int) -> bytes:
    """What gzip has packed, up to `most` bytes. Raises Unusable where that is more, or damaged."""
    try:
        unpacking = zlib.decompressobj(wbits=31)
        out = unpacking.decompress(content, most)
    except zlib.error as error:
        raise Unusable("damaged or cut short") from error
    if most == LARGEST and not unpacking.eof:
        raise Unusable("cut short" if len(out) < most else f"it unpacks to more than {most // 10**6:,} MB")
    return out
