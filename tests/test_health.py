"""Copies on the sky are found where they were planted, and told in plain words."""

import numpy as np
import pytest

from galaxy_core import DataError, health, splits, tasks
from galaxy_core.datasets import Galaxies

ARCSEC = 1 / 3600


def sky(ra: object, dec: object, labels: object = None, k: int = 3) -> Galaxies:
    """Galaxies at these positions (degrees), all with other pixels; nothing may read their images."""
    n = len(labels) if ra is None else len(ra)
    labels = np.zeros(n, dtype=np.int64) if labels is None else np.asarray(labels, dtype=np.int64)
    ra, dec = (None if values is None else np.asarray(values, dtype=float) for values in (ra, dec))
    return Galaxies(
        "t",
        "The sky",
        tasks.task("classes", "abcdef"[:k]),
        labels,
        (8, 8, 3),
        "f",
        pytest.fail,
        ra=ra,
        dec=dec,
        prints=lambda progress: np.zeros(n, np.uint64),
    )


def like_decals(twins: int = 59, near: int = 67, n: int = 3000) -> tuple[Galaxies, np.ndarray, np.ndarray]:
    """Galaxies at least 0.05° apart, with planted copies (other label) and near pairs (5″ off, same label)."""
    draw = np.random.default_rng(59)
    grid = np.stack(np.meshgrid(np.arange(0, 360, 2.0), np.arange(-60, 61, 2.0)), axis=-1).reshape(-1, 2)
    positions = draw.permutation(grid)[:n] + draw.uniform(-0.5, 0.5, (n, 2))
    labels = draw.integers(0, 3, n)
    rows = draw.permutation(n)[: 2 * (twins + near)].reshape(-1, 2)
    positions[rows[:, 1]] = positions[rows[:, 0]]
    positions[rows[twins:, 1], 1] += 5 * ARCSEC
    labels[rows[:, 1]] = labels[rows[:, 0]]
    labels[rows[:twins, 1]] = (labels[rows[:twins, 0]] + 1) % 3
    planted = np.sort(rows, axis=1)
    return sky(positions[:, 0] % 360, positions[:, 1], labels), planted[:twins], planted[twins:]


def in_order(pairs: np.ndarray) -> list[list[int]]:
    return sorted(pairs.tolist())


def test_planted_copies_are_found_and_nothing_else():
    galaxies, planted, planted_near = like_decals()
    found = health.twins(galaxies)
    assert found.pairs.tolist() == in_order(planted)
    assert found.near_pairs.tolist() == in_order(planted_near)
    assert (found.different, len(found.galaxies)) == (59, 59)
    assert (len(found.rows), len(found.near_rows), len(found.unplaced)) == (118, 134, 0)
    assert found.pairs.dtype == found.near_pairs.dtype == np.int64


def test_sentences_of_decals():
    assert health.sentences(like_decals()[0]) == (
        "252 images to know about.",
        "59 galaxies appear twice, each time with two different labels.",
        "Both copies always stay on the same side of the split.",
        "67 more pairs of images lie within 10″ of each other and show the same patch of sky.",
        "The split keeps them together.",
    )


def test_the_split_keeps_the_promise():
    galaxies, planted, planted_near = like_decals()
    assert splits.RADIUS == health.NEAR
    for seed in range(3):
        made = splits.split(galaxies, seed=seed)
        part = np.zeros(galaxies.n, dtype=int)
        part[made.validation], part[made.test] = 1, 2
        for pairs in (planted, planted_near):
            assert (part[pairs[:, 0]] == part[pairs[:, 1]]).all()


@pytest.mark.parametrize(
    ("ra", "dec"),
    [
        ([0.2 * ARCSEC, 360 - 0.2 * ARCSEC], [10, 10]),  # across 0° = 360°
        ([-0.2 * ARCSEC, 359.9999999], [0, 0]),  # negative right ascension
        ([0, 180], [90 - 0.4 * ARCSEC, 90 - 0.4 * ARCSEC]),  # across the pole
        ([100, 100 + 1.5 * ARCSEC], [60, 60]),  # a degree of right ascension is shorter there
    ],
)
def test_the_sky_is_round(ra: list, dec: list):
    assert health.twins(sky(ra, dec)).pairs.tolist() == [[0, 1]]


@pytest.mark.parametrize(("apart", "same", "near"), [(0, 1, 0), (0.9, 1, 0), (1.1, 0, 1), (9.9, 0, 1), (10.1, 0, 0)])
def test_limits(apart: float, same: int, near: int):
    found = health.twins(sky([50, 50], [20, 20 + apart * ARCSEC]))
    assert (len(found.pairs), len(found.near_pairs)) == (same, near)


def test_three_copies_are_one_galaxy():
    galaxies = sky([10, 10, 10, 50], [0, 0, 0, 0], [1, 1, 2, 0])
    found = health.twins(galaxies)
    assert found.pairs.tolist() == [[0, 1], [0, 2], [1, 2]]
    assert [rows.tolist() for rows in found.galaxies] == [[0, 1, 2]]
    assert health.sentences(galaxies) == (
        "3 images to know about.",
        "1 galaxy appears more than once, with different labels.",
        "All copies always stay on the same side of the split.",
    )


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([0, 1, 2, 0], "2 galaxies appear twice, each time with two different labels."),
        ([0, 1, 2, 2], "2 galaxies appear twice, 1 of them with different labels."),
        ([0, 0, 2, 2], "2 galaxies appear twice, always with the same label."),
    ],
)
def test_labels_in_words(labels: list, words: str):
    assert health.sentences(sky([10, 10, 20, 20], [0, 0, 0, 0], labels))[1] == words


def test_one_galaxy_in_words():
    assert health.sentences(sky([10, 10], [0, 0]))[1] == "1 galaxy appears twice, with the same label."
    assert health.sentences(sky([10, 10], [0, 0], [0, 1]))[1] == "1 galaxy appears twice, with two different labels."


def test_only_near_pairs_in_words():
    assert health.sentences(sky([10, 10, 30], [0, 5 * ARCSEC, 0])) == (
        "2 images to know about.",
        "1 pair of images lies within 10″ of each other and shows the same patch of sky.",
        "The split keeps them together.",
    )


def test_unknown_places():
    found = health.twins(sky([10, np.nan, 10, np.nan, 4], [0, np.nan, 0, 3, np.inf]))
    assert found.pairs.tolist() == [[0, 2]]
    assert found.unplaced.tolist() == [1, 3, 4]
    assert health.sentences(sky([10, np.nan], [0, 0])) == (
        "1 image to know about.",
        "1 image has no known place on the sky, so whether it is a copy can't be told.",
    )


def test_a_filler_is_no_place():
    draw = np.random.default_rng(0)
    ra, dec = np.append(np.zeros(5000), draw.uniform(10, 300, 5)), np.append(np.zeros(5000), draw.uniform(20, 60, 5))
    found = health.twins(sky(ra, dec))  # 5,000 equal places would be 12 million pairs
    assert (len(found.pairs), len(found.unplaced)) == (0, 5000)
    assert health.sentences(sky(ra, dec))[0] == "5,000 images to know about."


@pytest.mark.parametrize("galaxies", [sky(None, None, [0, 1]), sky([np.nan] * 2, [np.nan] * 2), sky([], [])])
def test_nothing_to_say_without_places(galaxies: Galaxies):
    assert health.sentences(galaxies) == ()
    assert health.twins(galaxies).pairs.shape == (0, 2)


def test_nothing_to_say_where_all_is_well():
    assert health.sentences(sky([1, 2, 3], [4, 5, 6])) == ()


def test_words_are_plain():
    text = " ".join(health.sentences(like_decals()[0])).lower()
    assert not any(word in text for word in ("duplicate", "arcsec", "label noise", "leak", "significant"))


def test_imbalance():
    assert health.imbalance(sky(None, None, [0] * 8 + [1] * 2 + [2] * 4)) == 4
    assert health.imbalance(sky(None, None, [0, 0, 1], k=3)) == 2  # a class without images is left out
    assert health.imbalance(sky(None, None, [0, 0], k=1)) == 1
    with pytest.raises(DataError, match="The sky has no images"):
        health.imbalance(sky(None, None, []))
