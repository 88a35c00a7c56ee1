"""Cut-outs: the picture of a place on the sky as a survey has it, in the frame that fits the galaxy there.

Every picture is kept for good in the data folder, by survey, layer, place to .1 arcsec, scale and size, so that nobody
is asked twice.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np

import galaxy_core
from galaxy_core import AbsentError, DataError, surveys
from galaxy_core.sky import asking
from galaxy_core.sky.names import Target
from galaxy_core.storage import atomic
from galaxy_core.surveys import Request

SIZE = 256  # pixels a side, as Galaxy10 DECaLS has them
FINEST = 0.262  # arcsec per pixel, as Galaxy10 DECaLS was downloaded
FRAME = 2.7  # diameters (D25) that a frame is wide: then a disc's half-light radius is a tenth of it, as in Galaxy10
BEGINNINGS = (b"\xff\xd8", b"\x89PNG")  # of pictures: some services answer 200 with a sentence


@dataclass(frozen=True, eq=False)
class Cutout:
    """A picture of a target: uint8 (SIZE, SIZE, 3), north up and east left."""

    target: Target
    survey: str
    layer: str
    pixel_scale: float  # arcsec
    image: np.ndarray
    file: Path
    credit: str
    viewer: str


def pixel_scale(diameter: float | None) -> float:
    """Arcsec per pixel of the frame that fits a galaxy, by its D25 in arcsec; the finest where nobody knows it."""
    return max(FINEST, FRAME * diameter / SIZE) if diameter else FINEST


def cutout(target: Target, survey: str | None = None, scale: float | None = None) -> Cutout:
    """The picture of a target in a survey (the first, if None), `scale` arcsec per pixel where it is known better.

    Raises AbsentError where the survey hasn't seen that place or can't be reached, UsageError for an unknown survey.
    """
    name = survey or surveys.names()[0]
    module = surveys.survey(name)
    scale = scale or pixel_scale(target.diameter)
    for request in module.requests(target.position.ra, target.position.dec, scale, SIZE):
        file = _file(name, request)
        image = _picture(file, request, module)
        if image is not None:
            viewer = module.viewer(target.position.ra, target.position.dec, scale)
            return Cutout(target, name, request.layer, scale, image, file, module.CREDIT, viewer)
    raise AbsentError(f"{module.TITLE} has no picture of {target.name}: it lies outside of what the survey has seen.")


def _picture(file: Path, request: Request, module: ModuleType) -> np.ndarray | None:
    """The picture that was kept, or that is asked for now; None where there is nothing at that place."""
    if file.exists():
        return _read(file.read_bytes(), module)
    try:
        data = asking.ask(request.address, request.query)
    except asking.Refused as error:
        if error.status in (400, 404):  # how some say that they have nothing there
            return None
        raise
    if not data.startswith(BEGINNINGS):
        words = " ".join(data[:80].decode("utf-8", "replace").split())
        start = "".join(one for one in words if one.isprintable())
        raise AbsentError(f"{module.TITLE} answers with “{start}” in place of a picture: try again later.")
    image = _read(data, module)
    if image is not None:
        atomic.write(file, lambda aside: aside.write_bytes(data))
    return image


def _read(data: bytes, module: ModuleType) -> np.ndarray | None:
    """Bytes as an image; None for an empty one. Raises AbsentError for a broken one."""
    from galaxy_core.datasets.files import pictures

    try:
        image = pictures.decoded(data)
    except (*pictures.BROKEN, DataError) as error:
        raise AbsentError(f"{module.TITLE} has sent a broken picture: try again.") from error
    return None if module.is_blank(image) else image


def _file(survey: str, request: Request) -> Path:
    """Where a picture is kept: by all that was asked for, the place to .1 arcsec."""
    query = {**request.query, **{key: f"{float(request.query[key]):.5f}" for key in ("ra", "dec")}}
    key = "\n".join((survey, request.address, *(f"{name}={value}" for name, value in sorted(query.items()))))
    return galaxy_core.data_folder() / "sky" / survey / f"{hashlib.sha256(key.encode()).hexdigest()[:20]}.jpg"
