"""Runs by what they cost, and those that nothing cheaper beats."""

import pytest

from galaxy_core.evaluation import cost
from tests.evaluation.finished_runs import finish, lines

LABELS = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]


@pytest.fixture
def known(own_runs) -> list:
    """Runs by (seconds, numbers, right of ten)."""
    wanted = [(1, 0, 2), (2, 50, 5), (2, 60, 5), (3, 40, 4), (5, 90, 9), (9, 10, 9), (20, 99, 8)]
    made = []
    for seed, (seconds, numbers, right) in enumerate(wanted):
        called = [label if at < right else (label + 1) % 3 for at, label in enumerate(LABELS)]
        made.append(finish(LABELS, called, cost=(seconds, numbers), seed=seed))
    return lines(made)


def test_the_unbeaten_by_hand(known: list) -> None:
    found = cost.points(known, "accuracy", "seconds")
    assert [point.cost for point in found] == [1, 2, 2, 3, 5, 9, 20]
    assert [point.unbeaten for point in found] == [True, True, False, False, True, False, False]
    assert all(point.score == point.line.validation() for point in found)


def test_what_costs_nothing_is_left_out_and_guessing_is_to_be_beaten(known: list) -> None:
    found = cost.points(known, "accuracy", "n_parameters")
    assert [point.cost for point in found] == [10, 40, 50, 60, 90, 99] and [p.unbeaten for p in found] == [True] + [
        False
    ] * 5
    better = cost.points(known, "accuracy", "seconds", baseline=0.5)
    assert [point.cost for point in better if point.unbeaten] == [5]
    assert cost.points([], "accuracy", "seconds") == []


def test_of_many_all_unbeaten_and_the_best_are_shown(known: list) -> None:
    found = cost.points(known, "accuracy", "seconds")
    assert cost.shown(found, 99) == found
    assert [point.cost for point in cost.shown(found, 4)] == [1, 2, 5, 9]
    assert [point.cost for point in cost.shown(found, 1)] == [1, 2, 5], "the unbeaten are never left out"
