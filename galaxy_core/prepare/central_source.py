"""Cuts out the source nearest to the middle, by how large it is: study 003's recipe, for images of any size.

Grey, blurred, thresholded, widened; of the outlines that enclose enough, the one whose centre is nearest to the
image's. If its box lies inside the middle quarter (of the side) that is kept, else if inside the middle half that half,
else all. On images of 424 × 424 pixels every pixel of the result is the study's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from galaxy_core.plugins.parameters import parameter
from galaxy_core.prepare.center_crop import center_crop

TITLE = "Central source"
SENTENCE = "Finds the galaxy in the middle and keeps as much of the image as it fills; the result is grey."
STUDIED = 424  # pixels along a side of the study's images, for which the parameters are given
PARTS = (4, 2)  # a quarter and a half of the side: what is kept of it
LIME, RED, BLUE = (120, 220, 60), (240, 70, 60), (90, 160, 255)  # of outlines, the box and the targets in a preview


@dataclass(frozen=True)
class Parameters:
    """How a source is found, in pixels of an image of 424 (scaled with the image's side), and the result's size."""

    threshold: int = parameter(
        30, "Threshold", "How bright a pixel must be to belong to a source: grey level, 0 to 255.", low=0, high=254
    )
    blur: int = parameter(
        5,
        "Blur width",
        "How far the image is smoothed before, so that noise is no source: in pixels of an image of 424.",
        low=1,
        high=51,
    )
    dilate: int = parameter(
        5, "Dilation", "How wide gaps in a source may be that are closed: in pixels of an image of 424.", low=1, high=51
    )
    area: int = parameter(
        100, "Minimum area", "Smaller sources are left out: in square pixels of an image of 424.", low=0, high=100_000
    )
    size: int = parameter(106, "Image size", "Pixels along one side of the result.", low=8, high=512, unit="px")


@dataclass(frozen=True, eq=False)
class _Look:
    """What is seen on the way in one grey image (s, s); `source` is the outline chosen, or None."""

    blurred: np.ndarray
    bright: np.ndarray  # 255 above the threshold
    wide: np.ndarray
    outlines: Sequence[np.ndarray]  # int32 (points, 1, 2), x before y
    source: np.ndarray | None


def kept(parameters: Parameters, side: int) -> None:
    """Another part of each image."""


def apply(images: np.ndarray, parameters: Parameters) -> np.ndarray:
    """uint8 (b, h, w, 3 or 1) → uint8 (b, size, size, 1). An image without a source is resized as a whole.

    Of an image that isn't square only the largest central square is looked at: a galaxy must not be squashed.
    """
    return detect(images, parameters)[0]


def detect(images: np.ndarray, parameters: Parameters) -> tuple[np.ndarray, np.ndarray]:
    """The same, and whether a source was found: bool (b,)."""
    images = center_crop(images)
    out = np.empty((len(images), parameters.size, parameters.size, 1), np.uint8)
    detected = np.empty(len(images), bool)
    for place, image in enumerate(images):
        grey = _grey(image)
        source = _look(grey, parameters).source
        out[place, ..., 0] = _cut(grey, source, parameters.size)
        detected[place] = source is not None
    return out, detected


def stages(image: np.ndarray, parameters: Parameters) -> tuple[tuple[str, np.ndarray], ...]:
    """What it does to one image uint8 (h, w, 3 or 1), as the study's figure shows it; the last is its result."""
    grey = _grey(center_crop(image[None])[0])
    look = _look(grey, parameters)
    boxes = [] if look.source is None else [_box(look.source)]
    targets = [_target(len(grey), part) for part in PARTS]
    return (
        ("Gaussian blur", look.blurred[..., None]),
        ("Threshold", look.bright[..., None]),
        ("Dilate", look.wide[..., None]),
        ("Contours", _outlined(grey, look.outlines)),
        ("Bounding box" if boxes else "Bounding box: no source", _boxed(grey, boxes, RED)),
        ("Targets", _boxed(_boxed(grey, targets, BLUE), boxes, RED)),
        ("Result", _cut(grey, look.source, parameters.size)[..., None]),
    )


def _grey(image: np.ndarray) -> np.ndarray:
    import cv2

    return image[..., 0] if image.shape[2] == 1 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)


def _look(grey: np.ndarray, parameters: Parameters) -> _Look:
    import cv2

    scale = len(grey) / STUDIED
    blur, dilate = _odd(parameters.blur * scale), _odd(parameters.dilate * scale)
    blurred = cv2.GaussianBlur(grey, (blur, blur), 0)
    bright = cv2.threshold(blurred, parameters.threshold, 255, cv2.THRESH_BINARY)[1]
    wide = cv2.dilate(bright, np.ones((dilate, dilate), np.uint8))
    outlines = cv2.findContours(wide, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    return _Look(blurred, bright, wide, outlines, _nearest(outlines, len(grey) / 2, parameters.area * scale**2))


def _odd(width: float) -> int:
    """The nearest odd number of pixels, at least 1."""
    return 2 * int(width / 2) + 1


def _nearest(outlines: Sequence[np.ndarray], centre: float, least: float) -> np.ndarray | None:
    """The outline with the centroid nearest to the image's centre, of those that enclose enough; the first of equals.

    Centroids are cut to whole pixels, as the study does.
    """
    import cv2

    chosen, nearest = None, float("inf")
    for outline in outlines:
        if cv2.contourArea(outline) < least:
            continue
        moments = cv2.moments(outline)
        if moments["m00"] == 0:
            continue
        x, y = (int(moments[name] / moments["m00"]) for name in ("m10", "m01"))
        distance = (x - centre) ** 2 + (y - centre) ** 2
        if distance < nearest:
            chosen, nearest = outline, distance
    return chosen


def _cut(grey: np.ndarray, source: np.ndarray | None, size: int) -> np.ndarray:
    """The smallest target that holds the source's box, or all of the image, as uint8 (size, size)."""
    import cv2

    side = len(grey)
    if source is not None:
        left, top, right, bottom = _box(source)
        for low, _, high, _ in (_target(side, part) for part in PARTS):
            if low <= min(left, top) and max(right, bottom) <= high:
                return cv2.resize(grey[low:high, low:high], (size, size))
    return cv2.resize(grey, (size, size))


def _target(side: int, part: int) -> tuple[int, int, int, int]:
    """The middle `1 / part` of an image's side: left, top, right, bottom, the latter two excluded."""
    width = max(1, round(side / part))
    low = (side - width) // 2
    return low, low, low + width, low + width


def _box(outline: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of an outline, the latter two excluded."""
    import cv2

    x, y, width, height = cv2.boundingRect(outline)
    return x, y, x + width, y + height


def _outlined(grey: np.ndarray, outlines: Sequence[np.ndarray]) -> np.ndarray:
    import cv2

    return cv2.drawContours(_coloured(grey), outlines, -1, LIME, _thickness(grey))


def _boxed(picture: np.ndarray, boxes: Sequence[tuple[int, int, int, int]], colour: tuple[int, int, int]) -> np.ndarray:
    import cv2

    out = _coloured(picture)
    for left, top, right, bottom in boxes:
        cv2.rectangle(out, (left, top), (right - 1, bottom - 1), colour, _thickness(out))
    return out


def _coloured(picture: np.ndarray) -> np.ndarray:
    """A copy in three channels, to be drawn on."""
    return picture.copy() if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)


def _thickness(picture: np.ndarray) -> int:
    return max(1, len(picture) // 200)
