"""Classes out of votes: a data set like any other."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError, UsageError, datasets, splits
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.datasets import Galaxies, rules
from tests.datasets.test_contract import faults


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("voted")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, folder: Path, data_folder: Path) -> None:
    """Four hundred drawn galaxies, in one folder for all tests."""
    monkeypatch.setenv("GALAXY_SAMPLE", "400")
    monkeypatch.setenv("GALAXY_DATA", str(folder))


@pytest.fixture
def voted() -> Galaxies:
    return datasets.open_dataset("sample_votes")


def test_a_reference_names_the_set_and_the_rule() -> None:
    assert rules.divided("sample_votes:five") == ("sample_votes", "five")
    assert rules.divided("/a/b.parquet:ten") == ("/a/b.parquet", "ten")
    assert rules.divided("sample_votes") == ("sample_votes", "") and rules.divided("a:b") == ("a:b", "")
    assert rules.divided(":five") == (":five", "")
    assert datasets.known_as("sample_votes:five") == "sample_votes:five"
    assert datasets.known_as("some.parquet:five") == f"{os.path.abspath('some.parquet')}:five"
    assert datasets.task_of("sample_votes:five") == "classes" and datasets.task_of("sample_votes") == "votes"
    assert datasets.title("sample_votes:five") == f"{datasets.title('sample_votes')}: Five clear classes"
    assert datasets.title("/a/mine.h5:bars") == "mine.h5: Barred or not"
    assert datasets.named("sample_votes:five") is datasets.plugin("sample_votes") and datasets.named("/a:five") is None


@pytest.mark.parametrize("name", rules.names())
def test_classes_by_votes_keep_the_contract_of_a_data_set(name: str, voted: Galaxies) -> None:
    galaxies = datasets.open_dataset(f"sample_votes:{name}")
    assert list(faults(galaxies)) == []
    assert galaxies.name == f"sample_votes:{name}" and galaxies.synthetic
    assert galaxies.counts.min() >= rules.LEAST and datasets.opened(galaxies.name).identity == galaxies.identity
    assert galaxies.identity.images != voted.identity.images
    assert f"{galaxies.n:,} of 400 galaxies fit a class" in galaxies.notes[
        0
    ] and "10 votes on each question" in " ".join(galaxies.notes)
    assert {label.glyph for label in class_labels(galaxies.classes)} == set(
        galaxies.glyphs
    ) or galaxies.counts.size < len(rules.rule(name).CLASSES)
    split = splits.split(galaxies)
    assert len(split.train) + len(split.validation) + len(split.test) == galaxies.n


def test_classes_that_are_left_out_in_words() -> None:
    assert rules.left_out_in_words({}) == ""
    assert rules.left_out_in_words({"Cigar": 1}) == (
        "1 class is left out, as a class needs 10 galaxies: Cigar (1 galaxy fits)."
    )
    assert rules.left_out_in_words({"Cigar": 7, "Merging": 0}) == (
        "2 classes are left out, as a class needs 10 galaxies: Cigar (7 galaxies fit), Merging (no galaxy fits)."
    )


def test_what_is_left_out_is_said_and_the_rest_keeps_its_own_pixels(voted: Galaxies) -> None:
    galaxies = datasets.open_dataset("sample_votes:ten")
    module = rules.rule("ten")
    numbers = rules.classes(voted.targets, voted.task.tree, module.CONDITIONS["gz2"])
    counts = {name: int((numbers == number).sum()) for number, name in enumerate(module.CLASSES)}
    gone = {name: count for name, count in counts.items() if count < rules.LEAST}
    assert gone and rules.left_out(voted, "ten") == gone
    assert rules.left_out_in_words(gone) in galaxies.notes
    rows = np.flatnonzero([number >= 0 and module.CLASSES[number] not in gone for number in numbers])
    np.testing.assert_array_equal(galaxies.ra, voted.ra[rows])
    assert [galaxies.classes[label] for label in galaxies.labels] == [
        module.CLASSES[number] for number in numbers[rows]
    ]
    some = np.array([0, 3, galaxies.n - 1])
    np.testing.assert_array_equal(galaxies.images(some), voted.images(rows[some]))
    assert galaxies.prints is not None and voted.prints is not None
    np.testing.assert_array_equal(galaxies.prints(print), voted.prints(print)[rows])


def test_fractions_alone_will_do(voted: Galaxies) -> None:
    targets = voted.targets.copy()
    targets[:, 0] = np.nan
    alone = rules.applied(replace(voted, targets=targets), "five")
    assert alone.n >= rules.applied(voted, "five").n


def test_what_no_classes_can_be_made_of_is_a_sentence(voted: Galaxies) -> None:
    with pytest.raises(UsageError, match="has no votes: leave out what stands behind the colon"):
        datasets.open_dataset("sample:five")
    with pytest.raises(UsageError, match="“sample_votes:six” is neither a data set"):
        datasets.open_dataset("sample_votes:six")
    with pytest.raises(DataError, match="none of its classes has 10 or more: choose another rule"):
        rules.applied(replace(voted, targets=np.full_like(voted.targets, np.nan)), "five")
    with pytest.raises(UsageError, match="“six” is not one of the rules: choose bars, five, ten"):
        rules.rule("six")
