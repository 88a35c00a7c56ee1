"""Sources: found where they were put, and measured as large as they are."""

import numpy as np
import pytest

from galaxy_core.prediction import sources


def sky(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Empty sky as the survey's viewer shows it: float64 (h, w, 3)."""
    return np.random.default_rng(seed).normal(32, 3, (height, width, 1)) * np.ones(3)


def put(image: np.ndarray, x: float, y: float, radius: float, peak: float = 150) -> None:
    """A round galaxy whose half-light radius is `radius` pixels, exponential."""
    rows, columns = np.mgrid[: image.shape[0], : image.shape[1]]
    image += peak * np.exp(-1.678 * np.hypot(columns + 0.5 - x, rows + 0.5 - y) / radius)[..., None]


def picture(image: np.ndarray) -> np.ndarray:
    return np.clip(image, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("x", "y", "radius"), [(128, 128, 14), (60, 190, 14), (128, 120, 28), (700, 300, 40)])
def test_one_galaxy_is_found_and_measured(x: float, y: float, radius: float) -> None:
    image = sky(*((256, 256) if x < 256 else (800, 1200)))
    put(image, x, y, radius)
    found = sources.central(picture(image))
    assert found is not None and np.hypot(found.x - x, found.y - y) < 0.15 * radius
    assert found.radius == pytest.approx(radius, rel=0.2)


def test_a_brighter_neighbour_at_the_border_is_not_what_the_picture_is_of() -> None:
    image = sky(256, 256)
    put(image, 128, 128, 14, 120)
    put(image, 235, 20, 12, 200)
    found = sources.central(picture(image))
    assert found is not None and np.hypot(found.x - 128, found.y - 128) < 3


def test_all_of_a_field_are_found_the_brightest_first() -> None:
    image, random = sky(700, 900), np.random.default_rng(1)
    places = [(100 + 175 * column, 90 + 170 * row) for column in range(5) for row in range(4)]
    for x, y in places:
        put(image, x, y, random.uniform(5, 12))
    found = sources.field(picture(image))
    assert len(found) == len(places)
    for x, y in places:
        assert min(np.hypot(source.x - x, source.y - y) for source in found) < 2
    assert [source.light for source in found] == sorted((source.light for source in found), reverse=True)


@pytest.mark.parametrize("shape", [(1, 1), (5, 300), (40, 40), (2000, 30)])
def test_where_there_is_nothing_nothing_is_found(shape: tuple[int, int]) -> None:
    for image in (np.zeros((*shape, 3), np.uint8), np.full((*shape, 3), 255, np.uint8)):
        assert sources.central(image) is None and sources.field(image) == []


@pytest.mark.parametrize("seed", range(6))
def test_noise_is_no_source(seed: int) -> None:
    random = np.random.default_rng(seed)
    for image in (random.integers(0, 256, (128, 128, 3), np.uint8), picture(random.normal(40, 10, (300, 300, 3)))):
        assert sources.central(image) is None and sources.field(image) == []


def test_a_crowd_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST", 7)
    image = sky(300, 300)
    for place in range(12):
        put(image, 30 + 60 * (place % 4), 40 + 90 * (place // 4), 4)
    assert len(sources.field(picture(image))) == 7
