"""Arrays of images as people write them, understood as uint8 (n, h, w, 3): channels last or first, grey,
numbers of any kind.

Which numbers are black and white is decided once, by some images across the array.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from galaxy_core.datasets import refusals
from galaxy_core.datasets.files import formats, pictures
from galaxy_core.datasets.files.formats import Levels

NAMES = ("images", "image", "x")  # what the images are called in files, the first that is there
SMALLEST, LARGEST = 8, 4096  # pixels of a side
SEEN = 64  # images by which numbers are judged
WORDS = {
    "first": "with their channels first",
    "grey": "of one channel, shown as grey",
    "alpha": "with a fourth channel, left out",
}


@dataclass(frozen=True)
class Arrangement:
    """How an array of images is laid out: n, h, w; `axes` "last", "first", "grey" or "alpha";
    `levels` where not bytes."""

    n: int
    size: tuple[int, int]
    axes: str
    levels: Levels | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is uint8 (n, h, w, 3) already."""
        return self.axes == "last" and self.levels is None

    @property
    def note(self) -> str:
        """What had to be understood, as a sentence; "" where nothing had to be."""
        words = [WORDS[self.axes]] if self.axes in WORDS else []
        if self.levels:
            words.append(
                f"as numbers, of which {self.levels.low:,.6g} is shown as black and {self.levels.high:,.6g} as white"
            )
        return f"Its images are stored {' and '.join(words)}." if words else ""

    def rgb(self, values: np.ndarray) -> np.ndarray:
        """Rows of the array as uint8 (k, h, w, 3)."""
        if self.levels:
            values = pictures.stretched(values, self.levels)
        if self.axes == "first":
            values = np.moveaxis(values, 1, -1)
        if self.axes == "grey":
            values = np.repeat(values.reshape(len(values), *self.size, 1), 3, axis=-1)
        return np.ascontiguousarray(values[..., :3])


def arrangement(path: Path, name: str, shape: tuple[int, ...], kind: np.dtype, most: int) -> Arrangement:
    """How an array of this shape and type is laid out, before its numbers are known. Raises DataError."""
    if kind.kind not in "uifb":
        kind_words = "records" if kind.names is not None else str(kind)
        raise refusals.IMAGES_KIND(path=path, name=name, kind=kind_words)
    axes, size = _axes(shape)
    if not axes:
        raise refusals.IMAGES_SHAPE(path=path, name=name, shape=shape)
    if shape[0] == 0:
        raise refusals.NO_IMAGES(path=path, name=name)
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise refusals.IMAGES_SIZE(path=path, width=size[1], height=size[0])
    if shape[0] > most:
        raise refusals.TOO_MANY(path=path, count=shape[0], most=most)
    return Arrangement(shape[0], size, axes)


def with_levels(
    path: Path, name: str, arranged: Arrangement, kind: np.dtype, read: Callable[[np.ndarray], np.ndarray]
) -> Arrangement:
    """The same with what is black and white, by some images that `read` gives.
    Raises DataError where that isn't clear."""
    if kind == np.uint8:
        return arranged
    values = read(np.unique(np.linspace(0, arranged.n - 1, min(SEEN, arranged.n)).astype(np.int64)))
    if values.dtype.kind == "b":
        return replace(arranged, levels=Levels(0.0, 1.0, 1.0))
    held = formats.deep(values)
    if held.low < 0:
        raise refusals.IMAGES_RANGE(path=path, name=name, low=held.low, high=held.high)
    return replace(arranged, levels=pictures.shown([formats.deep(image) for image in values]))


def _axes(shape: tuple[int, ...]) -> tuple[str, tuple[int, int]]:
    """What the axes mean, and (height, width); "" where they mean nothing known."""
    match shape:
        case (_, height, width):
            return "grey", (height, width)
        case (_, height, width, 3 | 4 as channels):
            return "last" if channels == 3 else "alpha", (height, width)
        case (_, 3, height, width):
            return "first", (height, width)
        case (_, height, width, 1) | (_, 1, height, width):
            return "grey", (height, width)
    return "", (0, 0)
