"""The split that a data set comes with is taken as it is."""

from dataclasses import replace

import numpy as np
import pytest

from galaxy_core import DataError, UsageError, datasets, splits
from galaxy_core.datasets import Galaxies
from galaxy_core.splits import given
from tests.datasets.files.broken import write

PART = np.array([0] * 14 + [2] * 6, np.int8)


@pytest.fixture
def galaxies(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Galaxies:
    """Twenty images of two classes, of which six are test images."""
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    labels = np.array([0, 1] * 10)
    return replace(datasets.open_dataset(str(write(tmp_path / "x.h5", ans=labels))), parts=PART)


@pytest.mark.parametrize("policy", ["as-given", "as given", "as-given@3"])
def test_test_images_are_those_given_and_validation_is_taken_from_training(policy: str, galaxies: Galaxies) -> None:
    split = splits.split(galaxies, policy)
    assert split.test.tolist() == list(range(14, 20))
    assert len(split.validation) == 2 and sorted(galaxies.labels[split.validation]) == [0, 1]
    assert len(split.train) == 12 and split.policy == policy
    assert splits.find(galaxies, policy).validation.tolist() == split.validation.tolist()
    assert splits.offered(galaxies)[-1] == "as-given"


def test_another_given_split_of_the_same_images_is_another(galaxies: Galaxies) -> None:
    other = replace(galaxies, parts=np.roll(PART, 3))
    assert given.key(other) != given.key(galaxies)
    splits.split(galaxies, "as-given")
    assert splits.split(other, "as-given").test.tolist() == [0, 1, 2, 17, 18, 19]


def test_given_validation_images_stay(galaxies: Galaxies) -> None:
    own = replace(galaxies, parts=np.array([0] * 10 + [1] * 4 + [2] * 6, np.int8))
    assert splits.split(own, "as-given").validation.tolist() == [10, 11, 12, 13]


def test_where_none_is_given_it_says_so(galaxies: Galaxies) -> None:
    with pytest.raises(UsageError, match="comes with no split of its own: choose another"):
        splits.split(replace(galaxies, parts=None), "as-given")
    with pytest.raises(DataError, match="has no test images: choose another split"):
        splits.split(replace(galaxies, parts=np.zeros(20, np.int8)), "as-given")
    with pytest.raises(UsageError, match="is not a split"):
        splits.shares("as-given@x")
    assert splits.offered(replace(galaxies, parts=None)) == splits.POLICIES
