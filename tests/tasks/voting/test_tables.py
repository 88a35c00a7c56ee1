"""Votes and predictions as rows and documents; what isn't known is empty."""

import json
from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import trees
from galaxy_core.tasks.voting import tables
from galaxy_core.tasks.voting.predictions import Predictions

GZ2 = trees.tree("gz2")


@pytest.fixture
def said(drawn: Callable) -> Predictions:
    """Of three galaxies, with concentrations."""
    targets, alpha = drawn(3)
    outputs = np.concatenate([alpha / GZ2.totals(alpha)[:, GZ2.question_of], alpha], axis=1)
    return Predictions(np.array([7, 5, 9]), targets, outputs, GZ2.answers)


def test_a_row_has_both_fractions_of_each_answer_and_the_votes_of_each_question(said: Predictions) -> None:
    heads = tables.columns(GZ2)
    assert heads[:4] == ("row", "voted_a01_smooth", "predicted_a01_smooth", "voted_a02_features_or_disk")
    assert heads[75:77] == ("votes_t01", "votes_t02") and heads[-1] == "concentration_t11" and len(heads) == 97
    for place, row in enumerate(tables.rows(said)):
        named = dict(zip(heads, row, strict=True))
        assert named["row"] == said.rows[place]
        for column, answer in enumerate(GZ2.answers):
            voted = said.voted[place, column]
            assert named[f"voted_{answer}"] == ("" if np.isnan(voted) else voted)
            assert named[f"predicted_{answer}"] == said.fractions[place, column]
        assert named["votes_t01"] == said.totals[place, 0]
        assert named["concentration_t11"] == said.concentrations[place, GZ2.slices[10]].sum()


def test_what_isnt_known_is_empty(said: Predictions) -> None:
    targets = said.targets.copy()
    targets[:, 0] = np.nan
    plain = Predictions(said.rows, targets, said.fractions, GZ2.answers)
    assert all(value == "" for row in tables.rows(plain) for value in row[75:])
    (first, *_) = tables.documents(plain)
    assert set(first["votes"].values()) == set(first["concentration"].values()) == {None}


def test_documents_say_the_same_in_pure_numbers(said: Predictions) -> None:
    found = list(tables.documents(said))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found[1]["row"] == 5 and found[1]["votes"]["t01"] == said.totals[1, 0]
    assert found[1]["predicted"]["a15_no"] == pytest.approx(said.fractions[1, GZ2.column("a15_no")])
