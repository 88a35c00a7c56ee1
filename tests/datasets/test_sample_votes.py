"""The sample with votes: the sample's pixels, votes that hang together, and the truth behind them."""

from pathlib import Path

import numpy as np
import pytest

from galaxy_core import data_folder, trees
from galaxy_core.datasets import Galaxies, open_dataset, sample_votes, volunteers

TREE = trees.tree("gz2")


@pytest.fixture(scope="module")
def voted(tmp_path_factory: pytest.TempPathFactory) -> Galaxies:
    """Three hundred of them, opened for the first time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GALAXY_DATA", str(tmp_path_factory.mktemp("votes")))
        patch.setenv("GALAXY_SAMPLE", "300")
        return open_dataset("sample_votes")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_SAMPLE", "300")


def test_it_shows_the_samples_own_pixels(voted: Galaxies) -> None:
    plain = open_dataset("sample")
    assert voted.identity.images == plain.identity.images and voted.identity.labels != plain.identity.labels
    assert sample_votes.find(data_folder()) == sample_votes.sample.find(data_folder())
    rows = np.array([0, 17, 299])
    np.testing.assert_array_equal(voted.images(rows), plain.images(rows))
    np.testing.assert_array_equal(voted.ra, plain.ra)
    assert voted.synthetic and "ynthetic" in voted.notes[0] and "ynthetic" in sample_votes.SENTENCE


def test_its_targets_are_votes_and_fractions_inside_each_question(voted: Galaxies) -> None:
    assert voted.task.name == "votes" and voted.task.names == TREE.answers
    assert voted.targets.dtype == np.float32 and voted.targets.shape == (300, 2, 37)
    votes, fractions = voted.targets[:, 0], voted.targets[:, 1]
    np.testing.assert_array_equal(TREE.totals(votes), TREE.led(votes))
    assert TREE.totals(votes)[:, 0].min() >= 20 and TREE.totals(votes)[:, 0].max() <= 60
    np.testing.assert_array_equal(fractions, TREE.fractions(votes))


def test_how_probable_each_answer_is_is_known(voted: Galaxies) -> None:
    truth = voted.known_probabilities
    assert truth.dtype == np.float32 and truth.shape == (300, 37) and (truth > 0).all() and (truth < 1).all()
    np.testing.assert_allclose(TREE.totals(truth), 1, atol=1e-5)
    assert np.sqrt(np.nanmean(np.square(voted.targets[:, 1] - truth)[:, :3])) < 0.08


def test_twins_look_alike_but_others_vote_on_each(voted: Galaxies) -> None:
    assert set(voted.known_faults) == {"twins", "near_twins"}
    one, two = voted.known_faults["twins"].T
    np.testing.assert_allclose(voted.known_probabilities[one], voted.known_probabilities[two], atol=0.02)
    assert (voted.targets[one] != voted.targets[two]).any()


def test_who_has_voted_once_has_voted(monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_dataset("sample_votes")
    path = sample_votes.find(data_folder())
    kept = next(path.parent.glob("*.npz"))
    old = path.with_name(f"{path.stem}-0123456789abcdef.npz")
    monkeypatch.setattr(volunteers, "votes", None)  # nobody is asked again
    assert open_dataset("sample_votes").identity == first.identity
    monkeypatch.undo()
    monkeypatch.setenv("GALAXY_SAMPLE", "300")
    monkeypatch.setenv("GALAXY_DATA", str(path.parents[1]))
    kept.write_bytes(b"half")
    old.touch()
    assert open_dataset("sample_votes").identity == first.identity
    assert not old.exists() and np.load(kept)["votes"].shape == (300, 37)


def test_where_nothing_can_be_kept_they_vote_again(
    voted: Galaxies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "file"))
    assert open_dataset("sample_votes").identity == voted.identity
