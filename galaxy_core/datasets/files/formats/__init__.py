"""Picture formats, one file each: how its files are called and begin, what a whole one declares, and its pixels.

A format holds, at module level:

- `TITLE`; `ORDER`, the usual ones first; `ENDINGS` of its files, in lower case; `begins(content) -> bool`: whether
  these bytes are of this format;
- `look(content) -> Seen`: what a whole picture is, as cheaply as it can surely be told that its pixels can be read;
- `pixels(content) -> array`: upright; uint8 (h, w, 3) as displayed, red first, or where a picture holds more than 8
  bits its numbers (h, w) or (h, w, 3), which `levels` then bring to 8 bits.
- optional `START`, the bytes that its files begin with, and `peek(content) -> (h, w)` of 8 bits,
  by its beginning alone;
- optional `reduced(content, side) -> array`: as `pixels`, but quicker and smaller where no side falls below `side`.

They raise Unusable, whose text is a few words, or whatever their library raises of a damaged file. What a file says
beside its pixels (metadata, previews, check sums of these) never makes it damaged.
"""

import sys
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import NamedTuple

import numpy as np

from galaxy_core import plugins

MOST_PIXELS = 64_000_000
NAN = float("nan")


class Unusable(ValueError):
    """A picture that can't be used; its text is a few words."""


class Levels(NamedTuple):
    """Of numbers deeper than 8 bits: the smallest and largest there is, and the largest there can be (0: no limit)."""

    low: float
    high: float
    limit: float


@dataclass(frozen=True)
class Seen:
    """What a picture declares: (height, width) upright; `levels` where it holds more than 8 bits; and its place."""

    size: tuple[int, int]
    levels: Levels | None = None
    ra: float = NAN  # degrees, of its middle
    dec: float = NAN
    pixel_scale: float = NAN  # arcsec per pixel


@lru_cache(maxsize=1)
def every() -> tuple[ModuleType, ...]:
    """All formats there are."""
    package = sys.modules[__name__]
    return tuple(plugins.load(package, name) for name in plugins.names(package))


@lru_cache(maxsize=1)
def endings() -> tuple[str, ...]:
    """What the names of picture files end with, in lower case."""
    return tuple(ending for module in every() for ending in module.ENDINGS)


def titles() -> str:
    """ "JPEG, PNG, TIFF or WebP": what can be read, for sentences."""
    *most, last = sorted(module.TITLE for module in every())
    return f"{', '.join(most)} or {last}"


def of(content: bytes) -> ModuleType:
    """The format of these bytes. Raises Unusable where it is none of them."""
    for module in every():
        if module.begins(content):
            return module
    raise Unusable("empty" if not content else f"not a {titles()} picture")


def peek(raw: bytes) -> tuple[int, int] | None:
    """(height, width) of the first picture in bytes that hold its beginning somewhere,
    or None where that isn't sure."""
    places = [(raw.find(module.START), module) for module in every() if hasattr(module, "START")]
    place, first = min(
        ((at, module) for at, module in places if at >= 0), key=lambda found_at: found_at[0], default=(-1, None)
    )
    try:
        return first.peek(raw[place:]) if first else None
    except (ValueError, LookupError):
        return None


def check_size(width: int, height: int) -> None:
    """Raises Unusable for a picture of no pixels or far too many."""
    if width < 1 or height < 1:
        raise Unusable("damaged")
    if width * height > MOST_PIXELS:
        size, most = width * height // 10**6, MOST_PIXELS // 10**6
        raise Unusable(f"{width} × {height} are {size:,} million pixels, more than {most} million")


def deep(values: np.ndarray) -> Levels:
    """The levels of an array of numbers deeper than 8 bits."""
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    if finite.size == 0:
        raise Unusable("no number in it")
    limit = float(np.iinfo(values.dtype).max) if values.dtype == np.uint16 else 0.0
    return Levels(float(finite.min()), float(finite.max()), limit)
