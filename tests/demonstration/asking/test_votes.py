"""Questions that a galaxy was truly asked, with the answer of most volunteers and the model's."""

import numpy as np
import pytest

from galaxy_core import runs
from galaxy_core.demonstration import pool
from galaxy_core.demonstration.asking.votes import is_decided
from galaxy_core.evaluation import stored
from galaxy_core.tasks.voting import opinions, words
from galaxy_core.tasks.voting.predictions import ENOUGH, Predictions


def test_each_galaxy_has_a_question_that_at_least_half_came_to(voted: dict[str, runs.Run], monkeypatch):
    run = voted["pca_ridge"]
    monkeypatch.setenv("GALAXY_RUNS", str(run.folder.parent))
    said, shown = Predictions.of(stored.predictions(run)), pool(run)
    asked = said.tree.asked(said.voted)
    number_of = {question.words: number for number, question in enumerate(said.tree.questions)}
    assert len({exhibit.question.words for exhibit in shown}) > 3 and len(shown) == min(50, said.n)
    for exhibit in shown:
        place = int(np.flatnonzero(said.rows == exhibit.row)[0])
        number = number_of[exhibit.question.words]
        columns = said.tree.slices[number]
        votes = said.votes[place, columns]
        assert asked[place, number] >= 0.5 and votes.sum() >= ENOUGH
        assert exhibit.volunteers == (votes.max(), votes.sum()) and votes[exhibit.truth] == votes.max()
        assert np.array_equal(exhibit.shares, said.fractions[place, columns])
        opinion = opinions.voted(said.tree, said.targets[place])
        assert exhibit.ways is not None
        assert exhibit.ways[1] == words.path(said.tree, opinion.fractions, opinion.totals)


@pytest.mark.parametrize(("fractions", "decided"), [([0.5, 0.5], False), ([0.6, 0.4], True), ([0.4, 0.4, 0.2], False)])
def test_equally_many_votes_decide_nothing(fractions: list[float], decided: bool):
    assert is_decided(np.array(fractions)) is decided
