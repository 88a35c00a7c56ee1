"""Columns of votes in tables of all kinds."""

import numpy as np
import pytest

from galaxy_core import DataError, trees
from galaxy_core.datasets import ballots
from galaxy_core.datasets.ballots import Votes
from galaxy_core.trees import Tree

GZ2, DECALS = trees.tree("gz2"), trees.tree("gz_decals")


def walked(tree: Tree, n: int = 12) -> np.ndarray:
    """Votes float32 (n, a) that hang together: everybody gives the first or the second answer."""
    votes = np.zeros((n, len(tree.answers)), np.float32)
    for columns, parents in zip(tree.slices, tree.parents, strict=True):
        asked = votes[:, parents].sum(axis=1) if len(parents) else np.arange(40, 40 + n)
        votes[:, columns.start] = np.floor(asked * 0.4)
        votes[:, columns.start + 1] = asked - votes[:, columns.start]
    return votes


def table(tree: Tree, values: np.ndarray, end: str) -> dict[str, np.ndarray]:
    columns = [answer.column for question in tree.questions for answer in question.answers]
    return {column + end: values[:, at].astype(float) for at, column in enumerate(columns)}


def read(columns: dict[str, np.ndarray]) -> Votes:
    found = ballots.recognised(["name", *columns])
    assert found is not None and set(found.names) == {*columns}
    return ballots.read(found, columns)


@pytest.mark.parametrize(
    "tree", [GZ2, DECALS, trees.tree("gz_desi"), trees.tree("gz_decals_1_2")], ids=lambda tree: tree.name
)
@pytest.mark.parametrize("end", ["_count", ""])
def test_counts_are_counts_with_and_without_the_word(tree: Tree, end: str) -> None:
    votes = walked(tree)
    found = ballots.recognised([*table(tree, votes, end)])
    assert found is not None and found.tree is tree
    read_votes = read(table(tree, votes, end))
    np.testing.assert_array_equal(read_votes.targets[:, 0], votes)
    np.testing.assert_array_equal(read_votes.targets[:, 1], tree.fractions(votes))
    assert read_votes.targets.dtype == np.float32 and read_votes.known.all()
    assert read_votes.notes == (f"Counts of votes for {len(tree.answers)} answers of {tree.title}.",)


@pytest.mark.parametrize("end", ["_fraction", "_weighted_fraction", ""])
def test_fractions_are_told_apart_from_counts_and_unasked_questions_from_asked_ones(end: str) -> None:
    fractions = np.nan_to_num(GZ2.fractions(walked(GZ2)))
    fractions[0, GZ2.slices[1].start :] = 0
    votes = read(table(GZ2, fractions, end))
    assert np.isnan(votes.targets[:, 0]).all()
    np.testing.assert_allclose(votes.targets[1:, 1, :2], fractions[1:, :2])
    assert np.isnan(votes.targets[0, 1, 3:]).all() and np.isfinite(votes.targets[0, 1, :3]).all()
    assert votes.notes == ("Fractions of votes for 37 answers of Galaxy Zoo 2; how many people voted isn't known.",)


def test_debiased_fractions_stand_beside_counts_and_need_not_sum_to_one() -> None:
    votes = walked(GZ2)
    debiased = np.minimum(1.1 * np.nan_to_num(GZ2.fractions(votes)), 1)
    debiased[:, GZ2.slices[8]] = 0.3  # where nobody voted, whatever the table says
    votes[:, GZ2.slices[8]] = 0
    known = read(table(GZ2, votes, "_count") | table(GZ2, debiased, "_debiased"))
    np.testing.assert_array_equal(known.targets[:, 0], votes)
    np.testing.assert_allclose(known.targets[:, 1, :3], debiased[:, :3])
    assert np.isnan(known.targets[:, 1, GZ2.slices[8]]).all()
    assert known.notes[0] == "Counts of votes and debiased fractions for 37 answers of Galaxy Zoo 2."


def test_what_does_not_hang_together_is_said_with_its_rows() -> None:
    votes = walked(GZ2)
    votes[[3, 5], GZ2.column("a16_completely_round")] += 1
    votes[7, 0] = np.nan
    known = read(table(GZ2, votes, "_count"))
    assert known.notes[1:] == (
        "In 1 of 12 rows some counts are missing: their votes aren't used.",
        "In 2 of 12 rows more or fewer people answered a question than the answers before it lead there, as when "
        "people leave half-way: their votes are used as they are.",
    )
    assert not known.known[7] and np.isnan(known.targets[7]).all() and known.known.sum() == 11
    fractions = np.nan_to_num(GZ2.fractions(walked(GZ2)))
    fractions[4, 0] += 0.2
    assert (
        "In 1 of 12 rows the fractions of a question don't sum to 1: they are used as they are."
        in read(table(GZ2, fractions, "_fraction")).notes
    )


def test_a_table_without_a_question_says_so() -> None:
    columns = {name: values for name, values in table(GZ2, walked(GZ2), "_count").items() if not name.startswith("t08")}
    known = read(columns)
    assert known.notes == (
        "Counts of votes for 30 answers of Galaxy Zoo 2.", "It has no votes for What is odd: nobody counts as asked.",
    )  # fmt: skip
    assert np.isnan(known.targets[:, 1, GZ2.slices[7]]).all() and (known.targets[:, 0, GZ2.slices[7]] == 0).all()


def test_other_orders_and_spellings_are_the_same() -> None:
    columns = table(DECALS, walked(DECALS), "")
    there = {
        name.replace("-", "_").upper().replace("SMOOTH_OR_FEATURED_", "SMOOTH-OR-FEATURED-dr5_") for name in columns
    }
    spelled = ["id", *sorted(there)]
    found = ballots.recognised(spelled)
    assert found is not None and found.tree is DECALS and len(found.names) == 34
    bare = ballots.recognised([answer.replace("-dr12", "") for answer in trees.tree("gz_decals_1_2").answers])
    assert bare is not None and bare.tree.name == "gz_decals_1_2"
    hugging = [
        "smooth-or-featured-gz2_smooth",
        "smooth-or-featured-gz2_featured-or-disk",
        "smooth-or-featured-gz2_artifact",
    ]
    assert (known := ballots.recognised(hugging)) is not None and known.tree is GZ2
    assert ballots.recognised(["label", "image", "bar_yes"]) is None


def test_shares_in_all_volunteers_become_fractions_inside_their_question() -> None:
    fractions = GZ2.fractions(walked(GZ2)).astype(float)
    asked = GZ2.asked(fractions)[:, GZ2.question_of]
    names = [answer.share for question in GZ2.questions for answer in question.answers]
    assert names[0] == "Class1.1" and names[-1] == "Class11.6"
    known = read(dict(zip(names, np.nan_to_num(fractions * asked).T, strict=True)))
    np.testing.assert_allclose(known.targets[:, 1], fractions, atol=1e-6)
    assert np.isnan(known.targets[:, 0]).all()


@pytest.mark.parametrize(
    ("end", "value", "sentence"),
    [
        ("_count", -1,
         "The column t01_smooth_or_features_a01_smooth_count holds -1 in row 2, and votes are 0 or more: check"),
        ("_fraction", 40, "The column t01_smooth_or_features_a01_smooth_fraction holds 40 in row 2, above 1: write"),
        ("", 40.5, "The column t01_smooth_or_features_a01_smooth holds neither counts of votes nor fractions"),
        ("_fraction", np.inf, "holds inf in row 2"),
    ],
)  # fmt: skip
def test_what_no_votes_can_be_is_a_sentence(end: str, value: float, sentence: str) -> None:
    columns = table(GZ2, np.nan_to_num(GZ2.fractions(walked(GZ2))), end)
    columns[f"t01_smooth_or_features_a01_smooth{end}"][2] = value
    with pytest.raises(DataError, match=sentence):
        read(columns)
