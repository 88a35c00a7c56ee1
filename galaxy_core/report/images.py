"""Pictures inside the file: thumbnails as JPEG data URIs."""

from collections.abc import Iterable

import numpy as np

from galaxy_core import GalaxyError
from galaxy_core.charts.jpeg import data_uri
from galaxy_core.datasets import Galaxies
from galaxy_core.prepare import thumbnails
from galaxy_core.runs.run import Result


def uris(galaxies: Galaxies, rows: Iterable[int]) -> dict[int, str]:
    """Data URIs by row number; empty while thumbnails can only be had from a prepared set that isn't there yet."""
    distinct = sorted({int(row) for row in rows})
    uri_of: dict[int, str] = {}
    for first in range(0, len(distinct), thumbnails.FEW):
        block = distinct[first : first + thumbnails.FEW]
        try:
            pictures = thumbnails.pick(galaxies, np.array(block))
        except GalaxyError:  # the file was damaged or taken away a moment ago
            return {}
        if pictures is None:
            return {}
        uri_of |= dict(zip(block, map(data_uri, pictures), strict=True))
    return uri_of


def part_shown(galaxies: Galaxies | None, result: Result) -> str:
    """What part of an image the pictures show, and what the model saw, in a sentence; "" without a data set."""
    steps = [step for step in result.get("steps", []) if isinstance(step, str)]
    return thumbnails.shown(galaxies, steps) if galaxies is not None else ""


def picture(uri: str, says: str) -> str:
    """HTML of one picture; `says` is what it shows, escaped already."""
    return f'<img src="{uri}" alt="{says}" width="96" height="96">'
