"""Simulated volunteers: they walk the tree, differ, and on the whole see what was drawn."""

from types import SimpleNamespace

import numpy as np
import pytest

from galaxy_core.datasets import volunteers


def test_who_is_asked_follows_exactly_from_what_was_answered(judged: SimpleNamespace) -> None:
    """N(T07) = k(a01), N(T02) = k(a02), N(T03…T05) = k(a05), and so on through the tree: nobody leaves half-way."""
    np.testing.assert_array_equal(judged.tree.totals(judged.votes), judged.tree.led(judged.votes))
    asked = judged.tree.totals(judged.votes)[:, 0]
    assert asked.min() == volunteers.FEWEST and asked.max() == volunteers.MOST
    np.testing.assert_array_equal(judged.votes, judged.votes.round())


def test_votes_depend_on_seed_and_row_only(judged: SimpleNamespace) -> None:
    rows = np.array([700, 3])
    again = volunteers.votes(judged.expected[rows], judged.tree, 10, rows)
    np.testing.assert_array_equal(again, judged.votes[rows])
    other = volunteers.votes(judged.expected[rows], judged.tree, 11, rows)
    assert (other != again).any()


def test_questions_are_asked_as_often_as_in_the_prototype(judged: SimpleNamespace) -> None:
    mean = dict(
        zip(
            [question.key for question in judged.tree.questions],
            judged.tree.totals(judged.votes).mean(axis=0),
            strict=True,
        )
    )
    prototype = {
        "t01": 40,
        "t06": 39,
        "t02": 22,
        "t07": 17,
        "t03": 17,
        "t04": 17,
        "t05": 17,
        "t10": 10,
        "t11": 10,
        "t08": 9,
        "t09": 6,
    }
    assert mean == pytest.approx(prototype, abs=1.2)  # fmt: skip


def test_what_most_say_gives_the_class_that_was_drawn(judged: SimpleNamespace) -> None:
    right = _by_majority(judged) == judged.shapes
    share = {shape: right[judged.shapes == shape].mean() for shape in range(10)}
    assert 0.87 <= right.mean() <= 0.92
    assert (
        min(share, key=lambda shape: share[shape]) == 6 and 0.4 < share[6] < 0.7
    )  # tight arms are called medium, or missed
    assert 0.7 < share[0] < 0.92 and 0.7 < share[3] < 0.9


def test_votes_scatter_about_the_truth_as_so_few_people_must(judged: SimpleNamespace) -> None:
    fractions, asked = judged.tree.fractions(judged.votes), judged.tree.totals(judged.votes)
    np.testing.assert_allclose(judged.tree.totals(judged.truth), 1, atol=1e-5)
    for number, columns in enumerate(judged.tree.slices):
        enough = asked[:, number] >= 10
        voted, true = fractions[enough, columns], judged.truth[enough, columns]
        off = np.sqrt(np.square(voted - true).mean())
        assert 0.03 < off < 0.1 and 1.6 * off < np.sqrt(np.square(voted - voted.mean(axis=0)).mean())
        z = (voted - true).sum(axis=0) / np.sqrt((true * (1 - true) / asked[enough, number, None]).sum(axis=0))
        assert np.abs(z).max() < 4.5  # no answer is given more often than its truth says


def _by_majority(judged: SimpleNamespace) -> np.ndarray:
    """The class of Galaxy10 that the path of the majority leads to: int64 (n,)."""
    share = dict(
        zip(
            (answer[:3] for answer in judged.tree.answers),
            np.nan_to_num(judged.tree.fractions(judged.votes)).T,
            strict=True,
        )
    )

    def most(*answers: str) -> np.ndarray:
        return np.argmax([share[answer] for answer in answers], axis=0)

    smooth, edge = share["a01"] > share["a02"], share["a04"] > 0.5
    disc = np.select([share["a06"] > 0.5, most("a28", "a29", "a30") == 0], [5, 6], default=7)
    plain = np.select(
        [smooth, edge], [2 + most("a16", "a17", "a18"), np.where(share["a27"] >= 0.5, 8, 9)], default=disc
    )
    what = most("a19", "a20", "a21", "a22", "a23", "a24", "a38")
    odd = share["a14"] > 0.5
    return np.select([odd & (what == 5), odd & np.isin(what, (2, 3))], [1, 0], default=plain)
