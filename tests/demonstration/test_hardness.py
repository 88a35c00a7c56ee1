"""What people find hard: by volunteers' own agreement where they voted, else by what other players got wrong."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core import datasets, demonstration, runs
from galaxy_core.demonstration import games, hardness
from galaxy_core.demonstration.game import result
from galaxy_core.tasks.voting.predictions import ENOUGH
from tests.pages.stored_runs import copy


@pytest.fixture
def run(finished: dict[str, runs.Run], own_runs: Path) -> runs.Run:
    return copy(finished["pca_logistic"], own_runs)


def test_the_votes_on_the_very_same_images_tell(run: runs.Run):
    sample, votes = datasets.open_dataset("sample"), datasets.open_dataset("sample_votes")
    shown = demonstration.game_pool(run, 0)
    hard = hardness.hardest(run, sample, shown)
    tree = votes.task.tree
    least = []
    for exhibit in shown:
        counts, fractions = votes.targets[exhibit.row]
        asked = (tree.asked(fractions) >= 0.5) & (tree.totals(counts) >= ENOUGH)
        least.append(min(fractions[tree.slices[q]].max() for q in np.flatnonzero(asked)))
    assert [each.share for each in hard] == pytest.approx(sorted(least)[: hardness.FEW])
    assert all(least[each.number] == pytest.approx(each.share) for each in hard)
    assert "simulated volunteers said “" in hard[0].words


def test_a_question_of_a_game_of_votes_is_judged_by_itself(voted: dict[str, runs.Run], monkeypatch):
    run = voted["pca_ridge"]
    monkeypatch.setenv("GALAXY_RUNS", str(run.folder.parent))
    shown = demonstration.game_pool(run, 0)
    for hard in hardness.hardest(run, datasets.open_dataset("sample_votes"), shown):
        exhibit = shown[hard.number]
        count, asked = exhibit.volunteers
        assert hard.share == pytest.approx(count / asked) and exhibit.question.words in hard.words


def test_without_votes_others_games_tell(run: runs.Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hardness, "voted_on", lambda galaxies: None)
    sample, shown = datasets.open_dataset("sample"), demonstration.game_pool(run, 0)
    assert hardness.hardest(run, sample, shown) == []
    for answer in (0, 0, 1):
        games.keep("Ada", run, shown, result(shown, [answer] * len(shown)))
    hard = hardness.hardest(run, sample, shown)
    shares = {0: 2 / 3, 1: 1 / 3}
    assert len(hard) == hardness.FEW and hard[0].words == "3 of 3 players before got it wrong"
    assert all(each.share == pytest.approx(shares.get(shown[each.number].truth, 0)) for each in hard)
