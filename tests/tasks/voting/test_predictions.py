"""What a model said of votes is checked before it is believed."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import DataError, UsageError, tasks, trees
from galaxy_core.tasks.voting.predictions import ENOUGH, Predictions

GZ2 = trees.tree("gz2")
ROWS = np.arange(6)


@pytest.fixture
def arrays(drawn: Callable) -> tuple[np.ndarray, np.ndarray]:
    """Targets and outputs with concentrations of six galaxies."""
    targets, alpha = drawn(6)
    return targets, np.concatenate([alpha / GZ2.totals(alpha)[:, GZ2.question_of], alpha], axis=1)


def test_fractions_and_concentrations_stand_side_by_side(arrays: tuple) -> None:
    targets, outputs = arrays
    said = Predictions(ROWS, targets, outputs, GZ2.answers)
    assert said.concentrations is not None and np.array_equal(said.concentrations, outputs[:, 37:])
    assert Predictions(ROWS, targets, outputs[:, :37], GZ2.answers).concentrations is None
    assert np.array_equal(said.totals, GZ2.totals(targets[:, 0]))
    assert np.array_equal(said.counted, said.totals >= ENOUGH)


def test_of_fractions_alone_every_known_question_counts(arrays: tuple) -> None:
    targets, outputs = arrays
    targets[:, 0] = np.nan
    counted = Predictions(ROWS, targets, outputs, GZ2.answers).counted
    assert np.array_equal(counted, np.isfinite(targets[:, 1, [columns.start for columns in GZ2.slices]]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t, o: (t[:, 0], o), "The votes have the shape"),
        (lambda t, o: (t, o[:, :36]), "The fractions have the shape"),
        (lambda t, o: (t, np.where(np.arange(74) == 3, 1.2, o)), "Of image 0 it says 1.2 for a04_yes"),
        (lambda t, o: (t, np.where(np.arange(74) == 3, np.nan, o)), "it says nan for a04_yes"),
        (lambda t, o: (t, np.where(np.arange(74) == 40, 0, o)), "it says 0 for a04_yes"),
        (lambda t, o: (t, np.where(np.arange(74) == 40, np.inf, o)), "it says inf for a04_yes"),
    ],
)
def test_what_cant_be_is_a_sentence(change: Callable, words: str, arrays: tuple) -> None:
    with pytest.raises(DataError, match=words):
        Predictions(ROWS, *change(*arrays), GZ2.answers)


def test_other_predictions_are_refused() -> None:
    other = tasks.Predictions(ROWS, ROWS, np.zeros((6, 1)), ("a",))
    with pytest.raises(UsageError, match="doesn't tell how volunteers vote"):
        Predictions.of(other)
