"""Surveys of the sky that show any place of it as a picture: one file each.

The contract of a plug-in: a head (`TITLE`, `SENTENCE`, `SOURCE`: the paper that describes it), `CREDIT` (the line that
stands beside each of its pictures), `ORDER`, and

- `requests(ra, dec, pixel_scale, size) -> tuple[Request, ...]`: what to ask for, tried one after the other until a
  layer covers the place. `ra`, `dec` in degrees (ICRS), `pixel_scale` in arcsec per pixel, `size` in pixels, of a
  square with north up and east left;
- `is_blank(image) -> bool`: whether a picture, uint8 (h, w, 3), is what the service sends for places it has never seen;
- `viewer(ra, dec, pixel_scale) -> str`: the address of a page that shows the place to a person.

Addresses of services stand in `services`, where a user can change them; nothing here sends anything.
"""

import sys
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING

from galaxy_core import plugins

if TYPE_CHECKING:
    import numpy as np

EVEN = 1.0  # grey levels of spread below which a picture shows nothing; the flattest of 50 real galaxies has 13.6


@dataclass(frozen=True)
class Request:
    """A picture to be asked for: which layer of a survey, at which address, with which query."""

    layer: str
    address: str
    query: dict[str, str] = field(hash=False)


def names() -> tuple[str, ...]:
    """The surveys there are; the first is meant where nothing is said."""
    return plugins.names(sys.modules[__name__])


def survey(name: str) -> ModuleType:
    """The plug-in of that name. Raises UsageError naming those that exist."""
    return plugins.load(sys.modules[__name__], name)


def is_even(image: "np.ndarray") -> bool:
    """Whether an image, uint8 (h, w, 3), has one colour all over, as services send outside of what they have seen."""
    return bool(image.reshape(-1, image.shape[-1]).std(axis=0).max() < EVEN)
