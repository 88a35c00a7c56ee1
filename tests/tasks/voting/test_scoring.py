"""Scores of votes, recomputed by hand from the arrays."""

import json
from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import DataError, trees
from galaxy_core.tasks.voting import scoring
from galaxy_core.tasks.voting.predictions import ENOUGH, Predictions

GZ2 = trees.tree("gz2")
KEYS = {
    "n",
    "rmse",
    "rmse_interval",
    "mse",
    "r2_global",
    "r2_columns",
    "kaggle_rmse",
    "coverage_90",
    "questions",
    "loss",
}
OF_QUESTION = {"n", "rmse", "rmse_interval", "floor", "column_mean_rmse", "accuracy"}


def told(targets: np.ndarray, alpha: np.ndarray, sure: bool = True) -> Predictions:
    """A model that knows what the votes were drawn from."""
    fractions = alpha / GZ2.totals(alpha)[:, GZ2.question_of]
    outputs = np.concatenate([fractions, alpha], axis=1) if sure else fractions
    return Predictions(np.arange(len(alpha)), targets, outputs, GZ2.answers)


@pytest.fixture(scope="module")
def said(drawn: Callable) -> Predictions:
    """On 400 galaxies."""
    return told(*drawn(400))


@pytest.fixture(scope="module")
def scored(said: Predictions) -> dict:
    """Its scores as a document."""
    return scoring.scores(said).as_json()


def test_the_document_has_the_keys_that_others_rely_on(scored: dict) -> None:
    assert scored.keys() >= KEYS and list(scored["questions"]) == [question.key for question in GZ2.questions]
    assert all(one.keys() >= OF_QUESTION for one in scored["questions"].values())
    assert json.loads(json.dumps(scored, allow_nan=False)) == scored


def test_a_question_counts_galaxies_with_enough_votes_in_it(said: Predictions, scored: dict) -> None:
    for number, (question, columns) in enumerate(zip(GZ2.questions, GZ2.slices, strict=True)):
        one, enough = scored["questions"][question.key], said.totals[:, number] >= ENOUGH
        voted, fractions = said.voted[enough, columns].astype(float), said.fractions[enough, columns].astype(float)
        assert one["n"] == enough.sum()
        if not one["n"]:
            continue
        assert one["rmse"] == pytest.approx(np.sqrt(((voted - fractions) ** 2).mean()))
        assert one["floor"] == pytest.approx(
            np.sqrt((voted * (1 - voted) / said.totals[enough, number][:, None]).mean()), rel=1e-5
        )
        assert one["column_mean_rmse"] == pytest.approx(np.sqrt(((voted - voted.mean(axis=0)) ** 2).mean()))
        assert one["rmse_interval"][0] <= one["rmse"] <= one["rmse_interval"][1]


def test_accuracy_is_of_the_majority_where_half_were_asked(said: Predictions, scored: dict) -> None:
    for number, (question, columns) in enumerate(zip(GZ2.questions, GZ2.slices, strict=True)):
        asked = said.totals[:, number] >= 0.5 * said.totals[:, 0]
        right = said.voted[asked, columns].argmax(axis=1) == said.fractions[asked, columns].argmax(axis=1)
        one = scored["questions"][question.key]
        assert one["accuracy_n"] == asked.sum()
        assert one["accuracy"] == (pytest.approx(right.mean()) if asked.any() else None)


def test_intervals_of_a_model_that_is_right_hold_what_they_promise(drawn: Callable, scored: dict) -> None:
    assert scored["coverage_90"] == pytest.approx(0.9, abs=0.01)
    low, high = scored["coverage_90_interval"]
    assert low < scored["coverage_90"] < high
    targets, alpha = drawn(400)
    for times, expected in ((0.2, (0.93, 1)), (10, (0.5, 0.88))):
        assert expected[0] < scoring.scores(told(targets, alpha * times)).coverage_90.value < expected[1]


def test_without_concentrations_there_is_no_coverage_and_the_loss_is_larger(drawn: Callable, scored: dict) -> None:
    plain = scoring.scores(told(*drawn(400), sure=False)).as_json()
    assert plain["coverage_90"] is None and plain["coverage_90_interval"] is None
    assert plain["rmse"] == scored["rmse"] and plain["loss"] > scored["loss"]


def test_of_fractions_alone_there_is_no_floor(drawn: Callable) -> None:
    targets, alpha = drawn(100)
    targets[:, 0] = np.nan
    found = scoring.scores(told(targets, alpha)).as_json()
    assert found["coverage_90"] is None and found["loss"] == found["mse"]
    assert found["questions"]["t01"]["floor"] is None and found["questions"]["t01"]["n"] == 100
    assert found["questions"]["t01"]["accuracy_n"] == 100 > found["questions"]["t02"]["accuracy_n"] > 0


def test_no_images_are_a_sentence(drawn: Callable) -> None:
    with pytest.raises(DataError, match="no images to score"):
        scoring.scores(told(*drawn(0)))
