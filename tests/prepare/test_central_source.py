"""Study 003's recipe, against a slow one of another kind: sums of pixels and labelled regions instead of outlines."""

from pathlib import Path

import cv2
import h5py
import numpy as np
import pytest
from scipy import ndimage

from galaxy_core.prepare import central_source
from tests.conftest import REAL

DEFAULTS = central_source.Parameters()
KERNELS = {1: [1], 3: [1, 2, 1], 5: [1, 4, 6, 4, 1]}
TARGETS = {"quarter": slice(159, 265), "half": slice(106, 318), "all": slice(0, 424)}


def reference(image: np.ndarray) -> tuple[np.ndarray, bool]:
    """The recipe's result for an image uint8 (s, s, 3) and whether there is a source, with hardly any OpenCV."""
    side = len(image)
    width = {424: 5, 256: 3, 64: 1}[side]
    grey = cv2.cvtColor(np.ascontiguousarray(image[..., ::-1]), cv2.COLOR_BGR2GRAY)
    blurred = grey.astype(np.int64)
    for axis in (0, 1):
        blurred = ndimage.convolve1d(blurred, KERNELS[width], axis=axis, mode="mirror")
    scale = sum(KERNELS[width]) ** 2
    bright = ndimage.maximum_filter((2 * blurred + scale) // (2 * scale) > 30, width, mode="constant")
    regions, _ = ndimage.label(ndimage.binary_fill_holes(bright), np.ones((3, 3)))
    boxes = []
    for number, (rows, columns) in enumerate(ndimage.find_objects(regions), 1):
        area, x, y = enclosed(np.pad(regions == number, 1))
        if area >= 100 * (side / 424) ** 2:
            boxes.append((np.hypot(int(x - 1) - side / 2, int(y - 1) - side / 2), rows, columns))
    return cut(grey, min(boxes, key=lambda box: box[0])[1:] if boxes else None), bool(boxes)


def enclosed(region: np.ndarray) -> tuple[float, float, float]:
    """Area and centroid (x, y) of the polygon through a region's outermost pixels: its unit squares and triangles."""
    corners = [region[:-1, :-1], region[:-1, 1:], region[1:, :-1], region[1:, 1:]]
    inside = sum(corner.astype(int) for corner in corners)
    weight = np.where(inside == 4, 1.0, np.where(inside == 3, 0.5, 0.0))
    rows, columns = np.mgrid[: len(weight), : weight.shape[1]]
    area = weight.sum()
    if area == 0:
        return 0.0, 0.0, 0.0
    x = sum(corner * (columns + dx) for corner, dx in zip(corners, (0, 1, 0, 1), strict=True)) / np.maximum(inside, 1)
    y = sum(corner * (rows + dy) for corner, dy in zip(corners, (0, 0, 1, 1), strict=True)) / np.maximum(inside, 1)
    return area, (weight * x).sum() / area, (weight * y).sum() / area


def cut(grey: np.ndarray, box: tuple[slice, slice] | None) -> np.ndarray:
    """What is kept for a box of rows and columns, as uint8 (106, 106)."""
    side = len(grey)
    for part in (4, 2) if box else ():
        low, high = side // 2 - side // part // 2, side // 2 + side // part // 2
        if all(low <= edge.start and edge.stop <= high for edge in box):
            return cv2.resize(grey[low:high, low:high], (106, 106))
    return cv2.resize(grey, (106, 106))


def sky(side: int = 424, seed: int = 0) -> np.ndarray:
    """Dark noise: uint8 (side, side, 3)."""
    return np.random.default_rng(seed).integers(2, 22, (side, side, 3), np.uint8)


def disk(image: np.ndarray, x: float, y: float, radius: float) -> np.ndarray:
    """The image with a round source that fades outwards, and is redder than blue."""
    rows, columns = np.mgrid[: len(image), : len(image)]
    light = np.clip(1.5 - np.hypot(columns - x, rows - y) / radius, 0, 1)[..., None] * [220, 180, 140]
    return np.maximum(image, light.astype(np.uint8))


def box(image: np.ndarray, left: int, top: int, right: int, bottom: int) -> np.ndarray:
    """The image with a white rectangle, the latter two excluded."""
    out = image.copy()
    out[top:bottom, left:right] = 255
    return out


def frame(low: int, high: int) -> np.ndarray:
    """A square frame on black: only its outside is an outline, so what lies in it is no source of its own."""
    out = box(DARK, low, low, high, high)
    out[low + 10 : high - 10, low + 10 : high - 10] = 0
    return out


DARK = np.zeros((424, 424, 3), np.uint8)
DRAWN = {
    "small, in the quarter": (disk(sky(), 212, 212, 20), "quarter"),
    "small, off the middle but in the quarter": (disk(sky(), 225, 195, 12), "quarter"),
    "beyond the quarter, in the half": (disk(sky(), 205, 230, 60), "half"),
    "small, beyond the quarter": (disk(sky(), 290, 212, 10), "half"),
    "large": (disk(sky(), 212, 212, 150), "all"),
    "small, far away": (disk(sky(), 60, 380, 15), "all"),
    "the nearer of two": (disk(disk(sky(), 60, 60, 30), 220, 210, 18), "quarter"),
    "the nearer of two is too small": (disk(box(DARK, 211, 211, 214, 214), 380, 212, 20), "all"),
    "just inside the quarter": (box(DARK, 162, 162, 262, 262), "quarter"),
    "one pixel out of the quarter": (box(DARK, 162, 162, 263, 262), "half"),
    "one pixel out on the other side": (box(DARK, 162, 161, 262, 262), "half"),
    "just inside the half": (box(DARK, 109, 109, 315, 315), "half"),
    "one pixel out of the half": (box(DARK, 109, 109, 315, 316), "all"),
    "a star in a frame": (box(frame(120, 304), 205, 205, 219, 219), "half"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_sources_are_cut_as_the_study_does(name: str) -> None:
    image, target = DRAWN[name]
    (out,), (detected,) = central_source.detect(image[None], DEFAULTS)
    expected, there = reference(image)
    assert detected and there and out.shape == (106, 106, 1)
    assert np.array_equal(out[..., 0], expected)
    kept = cv2.cvtColor(image[TARGETS[target], TARGETS[target]], cv2.COLOR_RGB2GRAY)
    assert np.array_equal(out[..., 0], cv2.resize(kept, (106, 106)))


@pytest.mark.parametrize("image", [sky(), DARK, box(DARK, 211, 211, 214, 214)], ids=["noise", "black", "a star"])
def test_without_a_source_the_whole_is_resized(image: np.ndarray) -> None:
    (out,), (detected,) = central_source.detect(image[None], DEFAULTS)
    assert not detected and not reference(image)[1]
    assert np.array_equal(out[..., 0], cv2.resize(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (106, 106)))


@pytest.mark.parametrize("side", [424, 256, 64])
def test_random_skies_of_several_sizes(side: int) -> None:
    random, scale = np.random.default_rng(side), side / 424
    images = []
    for seed in range(12):
        image = sky(side, seed)
        for _ in range(random.integers(0, 7)):
            image = disk(image, *random.uniform(0.1 * side, 0.9 * side, 2), scale * random.uniform(2, 60))
        images.append(image)
    out, detected = central_source.detect(np.stack(images), DEFAULTS)
    both = [reference(image) for image in images]
    assert detected.tolist() == [there for _, there in both] and detected.sum() > 0
    assert np.array_equal(out[..., 0], np.stack([expected for expected, _ in both]))


@pytest.mark.parametrize(
    ("changed", "target"),
    [
        ({"threshold": 254}, None),
        ({"area": 4000}, None),
        ({"blur": 1}, "quarter"),
        ({"dilate": 51}, "half"),
        ({}, "quarter"),
    ],
)
def test_every_parameter_counts(changed: dict, target: str | None) -> None:
    image = disk(DARK, 212, 212, 25)
    (out,), (detected,) = central_source.detect(image[None], central_source.Parameters(**changed, size=32))
    kept = TARGETS[target or "all"]
    assert detected == (target is not None) and out.shape == (32, 32, 1)
    assert np.array_equal(out[..., 0], cv2.resize(cv2.cvtColor(image[kept, kept], cv2.COLOR_RGB2GRAY), (32, 32)))


def test_grey_images_and_rectangles() -> None:
    image = disk(sky(), 212, 212, 20)
    expected = central_source.apply(image[None], DEFAULTS)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[None, ..., None]
    assert np.array_equal(central_source.apply(grey, DEFAULTS), expected)
    wide = np.concatenate([sky(424, 3)[:, :40], image, sky(424, 4)[:, :40]], axis=1)
    assert np.array_equal(central_source.apply(wide[None], DEFAULTS), expected)


def test_stages_show_what_happens() -> None:
    image = disk(disk(sky(), 212, 212, 40), 60, 60, 20)
    shown = dict(central_source.stages(image, DEFAULTS))
    assert list(shown) == ["Gaussian blur", "Threshold", "Dilate", "Contours", "Bounding box", "Targets", "Result"]
    assert set(np.unique(shown["Threshold"])) == {0, 255} == set(np.unique(shown["Dilate"]))
    assert (shown["Dilate"] >= shown["Threshold"]).all() and (shown["Dilate"] > shown["Threshold"]).any()
    coloured = {title: (picture != picture[..., :1]).any(axis=2) for title, picture in shown.items()}
    assert [title for title, colour in coloured.items() if colour.any()] == ["Contours", "Bounding box", "Targets"]
    assert coloured["Contours"][:100, :100].any(), "every outline is drawn, but only one box"
    assert not coloured["Bounding box"][:100, :100].any()
    assert coloured["Targets"][159, 159] and coloured["Targets"][317, 317]


def test_stages_without_a_source_say_so() -> None:
    titles = [title for title, _ in central_source.stages(sky(), DEFAULTS)]
    assert "Bounding box: no source" in titles


def test_real_galaxies_enlarged_to_the_study_s_size() -> None:
    file = REAL / "Galaxy10_DECals_50.h5"
    if not Path(file).exists():
        pytest.skip(f"{file} isn't here")
    with h5py.File(file) as opened:
        images = [cv2.resize(image, (424, 424)) for image in opened["images"][:12]]
    images += [cv2.resize(image[100:156, 100:156], (424, 424)) for image in images[:3]]
    out, detected = central_source.detect(np.stack(images), DEFAULTS)
    both = [reference(image) for image in images]
    assert detected.tolist() == [there for _, there in both]
    assert np.array_equal(out[..., 0], np.stack([expected for expected, _ in both]))
