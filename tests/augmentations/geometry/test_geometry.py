"""Geometry: eight symmetries that are a group and exact; everything else in one bilinear step."""

import cv2
import numpy as np
import pytest

from galaxy_core.augmentations import geometry
from tests.augmentations.pictures import SHAPES, confetti, photographs

EIGHT = range(geometry.SYMMETRIES)
SQUARES = ((32, 32, 3), (33, 33, 1), (1, 1, 3), (2, 2, 5))
MODES = {"reflect": "mirror", "edge": "nearest", "black": "grid-constant"}  # as scipy calls them


def number(matrix: np.ndarray) -> int:
    """Which symmetry a matrix is; fails where it is none."""
    (found,) = np.flatnonzero((geometry.symmetries(np.arange(8)) == matrix).all(axis=(1, 2)))
    return int(found)


def product(first: int, then: int) -> int:
    """The symmetry that is one after the other."""
    return number(geometry.after(geometry.symmetries([first]), geometry.symmetries([then]))[0, :2, :2])


def some_matrices(count: int, size: tuple[int, int], seed: int = 0) -> np.ndarray:
    """Turned, enlarged, sheared and moved ones: float32 (count, 2, 3)."""
    random = np.random.default_rng(seed)
    out = np.zeros((count, 2, 3), np.float32)
    out[:, :, :2] = np.eye(2) + random.uniform(-0.6, 0.6, (count, 2, 2))
    out[:, :, 2] = random.uniform(-0.3, 0.3, (count, 2)) * min(size)
    return out


def sampled(image: np.ndarray, matrix: np.ndarray, border: str) -> np.ndarray:
    """The same by scipy, place by place: float64 (h, w, c)."""
    from scipy import ndimage

    middle = (np.array(image.shape[:2]) - 1) / 2
    rows, columns = np.mgrid[: image.shape[0], : image.shape[1]]
    x, y = columns - middle[1], rows - middle[0]
    (a, b, c), (d, e, f) = matrix.astype(np.float64)
    places = [d * x + e * y + f + middle[0], a * x + b * y + c + middle[1]]
    channels = np.moveaxis(image.astype(np.float64), -1, 0)
    return np.stack([ndimage.map_coordinates(one, places, order=1, mode=MODES[border]) for one in channels], axis=-1)


def test_the_symmetries_are_the_dihedral_group() -> None:
    table = np.array([[product(a, b) for b in EIGHT] for a in EIGHT])
    assert all(sorted(line) == [*EIGHT] for line in (*table, *table.T)), "closed, and each has one inverse"
    assert table[0].tolist() == table[:, 0].tolist() == [*EIGHT]
    for a in EIGHT:
        for b in EIGHT:
            assert [table[table[a, b], c] for c in EIGHT] == [table[a, table[b, c]] for c in EIGHT]
    turn, mirror, back = 1, 4, 3
    assert [product(turn, turn), product(turn, 2), product(turn, back), product(mirror, mirror)] == [2, 3, 0, 0]
    assert product(product(mirror, turn), mirror) == back, "what makes it dihedral: mirrored, a turn goes the other way"
    assert sorted(next(n for n in range(1, 9) if _power(a, n) == 0) for a in EIGHT) == [1, 2, 2, 2, 2, 2, 4, 4]


def _power(symmetry: int, times: int) -> int:
    found = 0
    for _ in range(times):
        found = product(found, symmetry)
    return found


@pytest.mark.parametrize("shape", SQUARES, ids=str)
def test_images_follow_the_group(shape: tuple[int, int, int]) -> None:
    image = confetti(1, shape)[0]
    for a in EIGHT:
        for b in EIGHT:
            twice = geometry.symmetric(geometry.symmetric(image, a), b)
            assert np.array_equal(twice, geometry.symmetric(image, product(a, b)))
            both = geometry.after(geometry.symmetries([a]), geometry.symmetries([b]))
            assert np.array_equal(geometry.warp(image[None], both)[0], twice)
    assert shape[0] == 1 or len(np.unique([geometry.symmetric(image, a) for a in EIGHT], axis=0)) == 8


def test_numbers_begin_anew_after_eight() -> None:
    assert np.array_equal(geometry.symmetries(np.arange(8)), geometry.symmetries(np.arange(16, 24)))


@pytest.mark.parametrize("shape", [(32, 32, 3), (33, 33, 3), (33, 33, 1)], ids=str)
def test_the_general_path_agrees_with_the_exact_one(shape: tuple[int, int, int]) -> None:
    images = confetti(8, shape)
    close = geometry.symmetries(np.arange(8)) + np.float32(1e-7) * np.float32([[1, 1], [1, 1]])
    assert (close != geometry.symmetries(np.arange(8))).any(axis=(1, 2)).all()
    exact = [geometry.symmetric(image, number) for number, image in enumerate(images)]
    assert np.abs(geometry.warp(images, close).astype(int) - exact).max() <= 1


@pytest.mark.parametrize("border", geometry.BORDERS)
@pytest.mark.parametrize("shape", [(32, 32, 3), (20, 33, 1)], ids=str)
def test_it_is_bilinear_interpolation_of_where_the_matrix_leads(shape: tuple[int, int, int], border: str) -> None:
    images, matrices = photographs(12, shape), some_matrices(12, shape[:2])
    out = geometry.warp(images, matrices, border)
    for image, matrix, made in zip(images, matrices, out, strict=True):
        difference = np.abs(made - sampled(image, matrix, border))
        assert np.quantile(difference, 0.99) <= 1.5 and difference.max() <= (9 if border == "black" else 3)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("border", geometry.BORDERS)
def test_any_shape_keeps_shape_and_kind(shape: tuple[int, int, int], border: str) -> None:
    images = confetti(8, shape)
    before = images.copy()
    for matrices in (geometry.symmetries(np.arange(8)), some_matrices(8, shape[:2])):
        out = geometry.warp(images, matrices, border)
        assert out.shape == images.shape and out.dtype == np.uint8 and out.flags.c_contiguous
        assert np.array_equal(images, before)
        if border != "black":
            assert out.min() >= images.min() and out.max() <= images.max()
    identity = np.tile(np.eye(2, dtype=np.float32), (8, 1, 1))
    assert np.array_equal(geometry.warp(images, identity, border), images)


def test_an_oblong_image_turned_by_a_half_is_exact_and_by_a_quarter_is_not_refused() -> None:
    image = confetti(1, (5, 9, 3))
    for symmetry in (0, 2, 4, 6):
        exact = geometry.symmetric(image[0], symmetry)
        assert np.array_equal(geometry.warp(image, geometry.symmetries([symmetry]))[0], exact)
    for symmetry in (1, 3, 5, 7):
        assert geometry.warp(image, geometry.symmetries([symmetry])).shape == image.shape


def test_one_after_the_other_is_what_after_says() -> None:
    images = photographs(6, (64, 64, 3))
    first, then = some_matrices(6, (16, 16), 1) / 2, some_matrices(6, (16, 16), 2) / 2
    first[:, :, :2], then[:, :, :2] = first[:, :, :2] + np.eye(2) / 2, then[:, :, :2] + np.eye(2) / 2
    twice = geometry.warp(geometry.warp(images, first), then)
    once = geometry.warp(images, geometry.after(first, then))
    middle = (slice(None), slice(24, 40), slice(24, 40))
    assert np.abs(twice[middle].astype(int) - once[middle]).max() <= 3
    assert np.allclose(geometry.after(None, first)[:, :2], first)
    other = geometry.warp(images, geometry.after(then, first))
    assert np.abs(twice[middle].astype(int) - other[middle]).max() > 3, "the order counts"


@pytest.mark.parametrize("size", [(64, 64), (40, 70), (33, 20)])
def test_the_blank_share_is_what_a_white_image_loses(size: tuple[int, int]) -> None:
    matrices = some_matrices(30, size)
    left = geometry.warp(np.full((30, *size, 1), 255, np.uint8), matrices, "black")
    assert np.abs(geometry.blank(matrices, size) - (left < 127).mean(axis=(1, 2, 3))).max() < 0.02
    assert not geometry.blank(geometry.symmetries([0, 2, 4, 6]), size).any()


def test_one_thread_or_two_make_the_same() -> None:
    images, matrices, threads = confetti(50, (64, 64, 3)), some_matrices(50, (64, 64)), cv2.getNumThreads()
    made = []
    try:
        for count in (1, 2):
            cv2.setNumThreads(count)
            made.append([geometry.warp(images, matrices, border) for border in geometry.BORDERS])
    finally:
        cv2.setNumThreads(threads)
    assert np.array_equal(*made)


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        (np.eye(2), []),
        ([[-1, 0], [0, 1]], ["mirrored"]),
        ([[1, 0], [0, -1]], ["mirrored", "turned 180°"]),
        (np.array([[np.cos(0.7), -np.sin(0.7)], [np.sin(0.7), np.cos(0.7)]]), ["turned 40°"]),
        (np.eye(2) / 1.2, ["1.20 times as large"]),
        ([[1, 0, -3], [0, 1, 5]], ["moved 3 px right, 5 px up"]),
    ],
)
def test_a_change_in_words(matrix: np.ndarray, words: list[str]):
    assert geometry.described(np.asarray(matrix, float)) == words


def test_the_words_say_what_the_picture_shows():
    """A dot right of the middle, turned by a quarter against the clock, lies above it."""
    image = np.zeros((33, 33, 1), np.uint8)
    image[16, 26] = 255
    for number in EIGHT:
        words = geometry.described(geometry.symmetries([number])[0])
        row, column = np.argwhere(geometry.symmetric(image, number)[:, :, 0])[0] - 16
        angle = next((int(word[7:-1]) for word in words if word.startswith("turned")), 0)
        start = -10 if "mirrored" in words else 10
        assert (column, row) == (round(start * np.cos(np.radians(angle))), round(-start * np.sin(np.radians(angle))))
