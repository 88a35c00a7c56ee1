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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from galaxy_core.datasets.files.formats import NAN, Seen, Unusable, check_size, survey_colours
from galaxy_core.datasets.files.formats.survey_colours import Stretch

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


@dataclass(frozen=True)
class View:
    """Which planes are shown, bluest first (three), or one as grey; and how light becomes brightness."""

    numbers: tuple[int, ...]
    stretch: Stretch = survey_colours.USUAL


@dataclass(frozen=True, eq=False)
class Planes:
    """What a file holds: numbers (k, h, w) with the south first, a letter for each where they have names (`bands`),
    whether they are a survey's, in which 0 is no data, and how they lie on the sky (astropy's WCS, or None)."""

    values: np.ndarray
    bands: str
    survey: bool
    wcs: Any = None

    def sky(self, x: float, y: float) -> tuple[float, float] | None:
        """Right ascension and declination in degrees of a place of the picture, in pixels from the left and from the
        top; None where the file doesn't say it."""
        if self.wcs is None:
            return None
        try:
            ra, dec = (float(value) for value in self.wcs.all_pix2world(x - 0.5, self.values.shape[1] - y - 0.5, 0))
        except Exception:  # of a place that no projection reaches: astropy has several errors for it
            return None
        return (ra, dec) if 0 <= ra <= 360 and abs(dec) <= 90 else None

    @property
    def pixel_scale(self) -> float:
        """Arcsec per pixel; NaN where the file doesn't say it."""
        from astropy.wcs.utils import proj_plane_pixel_scales

        height, width = self.values.shape[1:]
        if self.sky(width / 2, height / 2) is None:
            return NAN
        scale = 3600 * float(np.mean(proj_plane_pixel_scales(self.wcs)))
        return scale if 0 < scale < 3600 else NAN

    @property
    def place(self) -> tuple[float, float, float]:
        """Right ascension and declination of the middle, in degrees, and arcsec per pixel; NaN where unknown."""
        height, width = self.values.shape[1:]
        ra, dec = self.sky(width / 2, height / 2) or (NAN, NAN)
        return ra, dec, self.pixel_scale


def begins(content: bytes) -> bool:
    """Whether it begins as FITS does, packed by gzip or not."""
    return content.startswith(START) or (content.startswith(PACKED) and _unpacked(content, 80).startswith(START))


def look(content: bytes) -> Seen:
    """Its size, and its place and scale, if it says them."""
    there = planes(content)
    height, width, _ = shown(there).shape
    return Seen((height, width), None, *there.place)


def pixels(content: bytes) -> np.ndarray:
    """uint8 (h, w, 3), north up."""
    return shown(planes(content))


def planes(content: bytes) -> Planes:
    """The numbers of its first image. Raises Unusable."""
    with _image(content) as (header, values):
        if _has_channels_last(values.shape):
            values = np.moveaxis(values[..., :3], 2, 0)
        if values.ndim == 2:
            values = values[None]
        bands = str(header.get("BANDS", "")).strip().lower()
        return Planes(np.asarray(values), bands if len(bands) == len(values) else "", bool(bands), _wcs(header))


def shown(given: Planes, view: View | None = None) -> np.ndarray:
    """Planes as a picture, uint8 (h, w, 3), north up. Raises Unusable for a choice of planes that shows nothing."""
    values = given.values
    if values.dtype == np.uint8 and len(values) in (1, 3):
        picture = np.repeat(values, 3, axis=0) if len(values) == 1 else values
        return np.ascontiguousarray(picture.transpose(1, 2, 0)[::-1])
    view = view or usual_view(given)
    with np.errstate(all="ignore"):  # damaged numbers may be as large as they like
        return np.ascontiguousarray(_coloured(given, view)[::-1])


def _coloured(given: Planes, view: View) -> np.ndarray:
    """The planes of a view in colours or grey, uint8 (h, w, 3), south up."""
    names = "".join(given.bands[number] for number in view.numbers) if given.bands else ""
    chosen = given.values[list(view.numbers)].astype(np.float32)
    for number, plane in zip(view.numbers, chosen, strict=True):
        if (share := _missing(plane, given.survey)) > MISSING:
            raise Unusable(
                f"no data in {100 * share:.0f} % of the pixels of its band {_called(given, number)}, more than 20 %"
            )
        if not np.ptp(np.nan_to_num(plane)):
            raise Unusable("the same number everywhere")
    chosen = np.nan_to_num(chosen, nan=0.0, posinf=0.0, neginf=0.0)
    if len(chosen) == 3:
        return survey_colours.of_bands(chosen, names, view.stretch)
    return survey_colours.of_plane(chosen[0], given.survey, view.stretch)


def usual_view(given: Planes) -> View:
    """The planes that are shown where nobody chooses: g, r, z or g, r, i by the header, else all three, or the one.

    Raises Unusable where nothing says which they are.
    """
    if given.bands:
        for names in survey_colours.SCALES:
            if set(names) <= set(given.bands):
                return View(tuple(given.bands.index(name) for name in names))
    if len(given.values) in (1, 3):
        return View(tuple(range(len(given.values))))
    raise Unusable(f"{len(given.values)} planes, not 1 or 3, and no BANDS in its header that say which are g, r and z")


def missing(given: Planes) -> dict[str, float]:
    """Of each band in which pixels have no data, its name and their share, 0…1."""
    shares = {_called(given, at): _missing(plane, given.survey) for at, plane in enumerate(given.values)}
    return {name: share for name, share in shares.items() if share}


def _called(given: Planes, number: int) -> str:
    return given.bands[number] if given.bands else str(number + 1)


def _missing(plane: np.ndarray, survey: bool) -> float:
    """The share of pixels without data: NaN, or exactly 0 in a survey's."""
    return float((~np.isfinite(plane) | ((plane == 0) & survey)).mean())


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


def _wcs(header: "Header") -> Any:
    """What its header says of its place on the sky, an astropy.wcs.WCS of two axes; None where it doesn't."""
    from astropy.wcs import WCS

    try:
        wcs = WCS(header).celestial
    except Exception:  # a header with a wrong sky: astropy has a dozen errors for it
        return None
    return wcs if wcs.naxis == 2 else None


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
