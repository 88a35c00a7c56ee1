"""Which galaxies are shown: out of the stored test predictions, the same for the same seed."""

import dataclasses

import numpy as np
import pytest

from galaxy_core import AbsentError, UsageError, demonstration, runs
from galaxy_core.demonstration import GAME, asking, game_pool, pool
from galaxy_core.evaluation import stored


@pytest.fixture
def run(finished: dict[str, runs.Run]) -> runs.Run:
    return finished["pca_logistic"]


def test_five_test_images_of_each_class_with_what_is_stored(run: runs.Run):
    said, shown = stored.predictions(run), pool(run)
    places = {row: place for place, row in enumerate(said.rows.tolist())}
    counts = np.bincount([exhibit.truth for exhibit in shown], minlength=10)
    assert counts.tolist() == np.minimum(np.bincount(said.labels, minlength=10), 5).tolist()
    assert len({exhibit.row for exhibit in shown}) == len(shown)
    for exhibit in shown:
        place = places[exhibit.row]
        assert exhibit.truth == said.labels[place] and np.array_equal(exhibit.shares, said.probabilities[place])
        assert exhibit.is_right == said.right[place] and exhibit.question.answers == said.classes


def test_the_seed_alone_decides(run: runs.Run):
    rows = [[exhibit.row for exhibit in pool(run, seed)] for seed in (0, 0, 1)]
    assert rows[0] == rows[1] != rows[2]


def test_a_game_has_twenty_galaxies(run: runs.Run):
    assert len(game_pool(run, 3)) == GAME


def test_without_predictions_or_of_an_unknown_task_it_is_a_sentence(run: runs.Run, monkeypatch: pytest.MonkeyPatch):
    gone = dataclasses.replace(run, folder=run.folder / "gone")
    with pytest.raises(AbsentError, match="has no predictions"):
        pool(gone)
    monkeypatch.setattr(demonstration.plugins, "names", lambda package: ("votes",) if package is asking else ())
    with pytest.raises(UsageError, match="can't be asked of people: choose a run that learned votes"):
        pool(run)


def test_more_answers_than_there_are_keys_are_refused(run: runs.Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(demonstration, "LONGEST", 9)
    with pytest.raises(UsageError, match="knows 10 answers"):
        pool(run)
