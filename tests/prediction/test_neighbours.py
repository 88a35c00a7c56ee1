"""Nearest neighbours: an image's own copy comes first, turned or mirrored too, and only rows that were given count."""

import tracemalloc

import numpy as np
import pytest

from galaxy_core.prediction import neighbours

RANDOM = np.random.default_rng(0)


def pictures(count: int = 200, side: int = 40) -> np.ndarray:
    """Bright lopsided bars, each at an angle, length and colour of its own: uint8 (count, side, side, 3)."""
    rows, columns = np.mgrid[:side, :side] - side / 2
    out = np.empty((count, side, side, 3), np.uint8)
    for image in out:
        angle, long, wide = RANDOM.uniform(0, np.pi), RANDOM.uniform(4, 12), RANDOM.uniform(2, 4)
        along, across = rows * np.cos(angle) + columns * np.sin(angle), columns * np.cos(angle) - rows * np.sin(angle)
        light = np.exp(-((along / long) ** 2) - (across / wide) ** 2) * (1 + 0.3 * np.tanh(along))
        image[:] = np.clip(20 + 150 * light[:, :, None] * RANDOM.uniform(0.5, 1, 3), 0, 255)
    return out


MADE = pictures()
ROWS = np.arange(0, 200, 2)
AMONG = neighbours.described(MADE, ROWS)


def test_a_picture_is_nearest_to_itself_however_it_is_turned():
    for row in (0, 50, 198):
        for view in (MADE[row], np.rot90(MADE[row]), np.rot90(MADE[row], 2)[:, ::-1]):
            found = neighbours.nearest(AMONG, view, 3)
            assert found.rows[0] == row and found.distances[0] < 1e-3


def test_only_the_rows_that_were_given_come_back_the_nearest_first():
    found = neighbours.nearest(AMONG, MADE[1], 7)
    assert len(found.rows) == len(set(found.rows.tolist())) == 7 and set(found.rows.tolist()) <= set(ROWS.tolist())
    assert (np.diff(found.distances) >= 0).all() and found.distances[0] > 1e-3


def test_the_order_is_about_that_of_the_pixels():
    """Of the five nearest by components, most are among the ten nearest by all pixels."""
    small = MADE.reshape(200, -1).astype(float) / 255
    hits = 0
    for row in range(1, 40, 2):
        turned = [np.rot90(MADE[row], times) for times in range(4)]
        views = np.stack([view for one in turned for view in (one, one[:, ::-1])]).reshape(8, -1) / 255
        far = np.stack([((small[ROWS] - view) ** 2).mean(axis=1) for view in views]).min(axis=0)
        hits += len({*ROWS[np.argsort(far)[:10]].tolist()} & {*neighbours.nearest(AMONG, MADE[row], 5).rows.tolist()})
    assert hits >= 0.8 * 20 * 5


def test_fewer_pictures_than_are_asked_for():
    assert len(neighbours.nearest(neighbours.described(MADE, np.array([3, 9])), MADE[0], 8).rows) == 2


def test_what_is_kept_is_bounded_in_bytes_whatever_the_number_of_pictures(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(neighbours, "BUDGET", 100 * 4 * 7)  # seven components of a hundred pictures
    bounded = neighbours.described(MADE, ROWS)
    assert bounded.scores.shape == (100, 7) and bounded.scores.nbytes <= neighbours.BUDGET
    assert neighbours.nearest(bounded, np.rot90(MADE[50]), 1).rows[0] == 50


def test_describing_needs_no_copy_of_all_pictures():
    many = np.broadcast_to(MADE[:1], (20_000, *MADE.shape[1:]))
    tracemalloc.start()
    found = neighbours.described(many, np.arange(len(many)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    small = neighbours.SIZE**2 * 3  # bytes of a picture as it is compared
    assert peak < found.scores.nbytes + small * (2 * neighbours.LEARNED_FROM + 12 * neighbours.pca.BLOCK)


def test_a_search_in_blocks_finds_what_one_look_at_all_finds(monkeypatch: pytest.MonkeyPatch):
    at_once = neighbours.nearest(AMONG, MADE[1], 9)
    monkeypatch.setattr(neighbours, "SEARCHED", 7)
    in_blocks = neighbours.nearest(AMONG, MADE[1], 9)
    assert np.array_equal(in_blocks.rows, at_once.rows)
    assert np.allclose(in_blocks.distances, at_once.distances, atol=1e-6)
