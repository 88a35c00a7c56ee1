"""Some of every class: five, all of fewer, more where a game needs them."""

import numpy as np

from galaxy_core.demonstration.asking.classes import exhibits
from galaxy_core.evaluation import Predictions


def said(labels: list[int]) -> Predictions:
    n = len(labels)
    return Predictions(np.arange(n) + 100, np.array(labels), np.tile([0.6, 0.4], (n, 1)), ("a", "b"))


def test_of_a_class_with_fewer_all_are_shown():
    shown = exhibits(said([0] * 30 + [1] * 2), np.random.default_rng(0), 0)
    assert sorted(exhibit.truth for exhibit in shown) == [0] * 5 + [1] * 2


def test_a_game_of_few_classes_takes_more_of_each():
    shown = exhibits(said([0, 1] * 30), np.random.default_rng(0), 20)
    assert sorted(exhibit.truth for exhibit in shown) == [0] * 10 + [1] * 10
    assert [exhibit.truth for exhibit in shown] != sorted(exhibit.truth for exhibit in shown)


def test_no_test_images_are_no_exhibits():
    assert exhibits(said([]), np.random.default_rng(0), 0) == ()
