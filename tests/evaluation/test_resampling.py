"""A measure of several models on the same images drawn again: by hand, in pairs, and in blocks."""

import numpy as np
import pytest

from galaxy_core import tasks
from galaxy_core.evaluation import Predictions, resampling, scores
from galaxy_core.evaluation.resampling import between, resampled
from galaxy_core.tasks.classification import margins
from galaxy_core.tasks.classification.margins import STATISTICS

TASK = tasks.task("classes", "abc")
LABELS = np.random.default_rng(0).integers(3, size=120)


def model(seed: int, right: float = 0.7, turned: bool = False) -> Predictions:
    """A model that is right as often as chance wants; `turned`: with its images in another order."""
    random = np.random.default_rng(seed)
    called = np.where(random.random(120) < right, LABELS, random.integers(3, size=120))
    order = np.arange(120)[::-1] if turned else np.arange(120)
    return Predictions(order, LABELS[order], np.eye(3)[called[order]], ("a", "b", "c"))


@pytest.mark.parametrize("measure", STATISTICS)
def test_the_first_column_is_the_score_itself(measure: str) -> None:
    said = [model(1), model(2), model(3)]
    found = resampled(TASK, said, measure)
    assert found.shape == (3, 2001)
    assert found[:, 0] == pytest.approx([getattr(scores(one), measure).value for one in said])


def test_the_order_of_the_images_does_not_matter_and_equal_models_never_differ() -> None:
    found = resampled(TASK, [model(1), model(1, turned=True), model(2)], "macro_f1")
    assert np.array_equal(found[0], found[1]) and not np.array_equal(found[0], found[2])


def test_differences_are_paired() -> None:
    one, other = resampled(
        TASK, [model(1, 0.9), model(1, 0.8)], "accuracy"
    )  # the same chance, so mostly the same mistakes
    assert np.std(one - other) < 0.75 * np.sqrt(np.var(one) + np.var(other))


def test_the_same_images_in_blocks_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [model(seed) for seed in range(8)]
    whole = resampled(TASK, said, "macro_f1")
    monkeypatch.setattr(resampling, "BLOCK", 120 * 7)
    monkeypatch.setattr(margins, "BLOCK", 120 * 7)
    assert np.array_equal(resampled(TASK, said, "macro_f1"), whole)


def test_an_interval_leaves_out_what_it_is_told_and_holds_the_value() -> None:
    values = np.concatenate([[50.0], np.arange(101.0)])
    assert between(values, 0.1) == (5, 95)
    assert between(np.concatenate([[200.0], np.arange(101.0)]), 0.1) == (5, 200)
