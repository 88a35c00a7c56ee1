"""The way through the tree in words."""

import numpy as np

from galaxy_core import trees
from galaxy_core.tasks.voting import words

GZ2 = trees.tree("gz2")
VOTES = {
    "a01_smooth": 7, "a02_features_or_disk": 31, "a03_star_or_artifact": 2, "a04_yes": 3, "a05_no": 28, "a06_bar": 20,
    "a07_no_bar": 8, "a08_spiral": 27, "a09_no_spiral": 1, "a12_obvious": 28, "a14_yes": 30, "a15_no": 8,
    "a19_ring": 30,
    "a28_tight": 27, "a32_2": 20, "a37_cant_tell": 7, "a17_in_between": 7, "a25_rounded": 3,
}  # fmt: skip


def test_it_is_told_as_far_as_half_the_volunteers_went() -> None:
    votes = np.array([VOTES.get(answer, 0) for answer in GZ2.answers], np.float32)
    said = words.path(GZ2, GZ2.fractions(votes), GZ2.totals(votes))
    assert said == (
        "31 of 40 volunteers said “Features or disk”; of those 28 of 31 “Not edge-on”; of those 20 of 28 “Bar”, 27 "
        "of 28 “Spiral” and 28 of 28 “Obvious”; of those who said “Spiral” 27 of 27 “Tight” and 20 of 27 “2 arms”; "
        "30 of 38 “Something odd”; of those 30 of 30 “Ring”."
    )


def test_of_a_prediction_it_is_said_of_a_hundred() -> None:
    fractions = np.zeros(37, np.float32)
    for answer, share in {
        "a01_smooth": 0.91,
        "a03_star_or_artifact": 0.09,
        "a18_cigar_shaped": 0.6,
        "a15_no": 1,
    }.items():
        fractions[GZ2.column(answer)] = share
    said = words.path(GZ2, fractions)
    assert said == (
        "91 of 100 volunteers would say “Smooth”; of those 55 of 91 “Cigar shaped”; 91 of 91 “Nothing odd”."
    )


def test_a_tree_of_one_question_has_one_step() -> None:
    tree = trees.tree("galaxy_mnist")
    assert words.path(tree, np.array([0, 0, 1, 0])) == "100 of 100 volunteers would say “Edge-on disk”."
    assert words.path(tree, np.full(4, np.nan)) == "Nobody said anything."
