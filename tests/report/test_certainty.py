"""How often it is right when it says that it is sure."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from galaxy_core.evaluation import Predictions
from galaxy_core.report import certainty
from galaxy_core.report.evidence import gather


def said(sure: float, right: int, n: int) -> Predictions:
    """n images of class 0, all as sure, so many right."""
    chances = np.where(np.arange(n)[:, None] < right, [[sure, 1 - sure]], [[1 - sure, sure]])
    return Predictions(np.arange(n), np.zeros(n, int), chances, ("a", "b"))


def joined(*parts: Predictions) -> Predictions:
    labels, chances = (np.concatenate([getattr(part, name) for part in parts]) for name in ("labels", "probabilities"))
    return Predictions(np.arange(len(labels)), labels, chances, ("a", "b"))


def test_every_image_is_in_one_level() -> None:
    found = certainty.levels(
        joined(said(0.95, 18, 20), said(0.9, 1, 1), said(0.8, 5, 10), said(0.6, 3, 4), said(1.0, 2, 2))
    )
    assert [(one.low, one.high) for one in found] == [(0.9, 1.0), (0.7, 0.9), (0.4, 0.7), (0.0, 0.4)]
    assert [one.count for one in found] == [22, 11, 4, 0]
    assert [one.right and round(one.right.value * one.count) for one in found] == [20, 6, 3, None]
    assert [one.word for one in found] == ["almost certainly", "probably", "perhaps", "hard to say"]


def test_the_sentence_follows_the_gap(make: Callable) -> None:
    found = gather(make(0.7))
    cases = {
        (
            0.95,
            50,
        ): "surer than it should be. Where it is more than 90 % sure, it is right about 50 % of those 100 images.",
        (0.95, 95): "can be taken at its word.",
        (0.6, 90): "more careful than it needs to be. It is hardly ever more than 90 % sure.",
    }
    for (sure, right), words in cases.items():
        assert words in certainty.sentence(replace(found, predictions=said(sure, right, 100)))


def test_the_table(make: Callable, read: Callable) -> None:
    found = gather(make(0.7))
    text = read(certainty.html(found)).text("certainty")
    assert "Almost certainly (90–100 %)" in text and "Expected calibration error (how far" in text
    counts = [one.count for one in certainty.levels(found.predictions)]
    assert sum(counts) == found.predictions.n
