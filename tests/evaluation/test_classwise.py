"""F1 of every class by every run."""

import numpy as np
import pytest

from galaxy_core.evaluation import classwise, per_class, stored
from tests.evaluation.finished_runs import CLASSES, finish, lines


@pytest.mark.usefixtures("own_runs")
def test_the_table_by_hand() -> None:
    labels = [0, 0, 0, 0, 1, 1]
    good, poor = finish(labels, [0, 0, 0, 1, 1, 1]), finish(labels, [0, 0, 1, 1, 0, 0])
    table = classwise.f1(lines([poor, good]))
    assert table.classes == CLASSES and [line.run for line in table.lines] == [good, poor] and table.images == (4, 2, 0)
    values = [[score and score.value for score in row] for row in table.scores]
    assert values == [[pytest.approx(6 / 7), pytest.approx(4 / 5), None], [pytest.approx(1 / 2), 0, None]]
    assert table.scores[0] == tuple(score.f1 for score in per_class(stored.predictions(good)))
    assert [table.best(label) for label in range(3)] == [0, 0, None] and table.hardest == (1,)


@pytest.mark.usefixtures("own_runs")
def test_a_class_that_no_run_knows_is_the_hardest_and_none_is_its_best() -> None:
    labels = np.arange(9) % 3
    table = classwise.f1(lines([finish(labels, np.where(labels == 2, 0, labels))]))
    assert table.best(2) is None and table.hardest == (2,)


@pytest.mark.usefixtures("own_runs")
def test_classes_that_are_equally_hard_are_all_named() -> None:
    labels = np.arange(9) % 3
    run = finish(labels, np.zeros(9, int))
    assert classwise.f1(lines([run])).hardest == (1, 2)
    found = classwise.hardest(run)
    assert (found.label, found.right, found.ties) == (1, 0, (2,))


@pytest.mark.usefixtures("own_runs")
def test_the_first_that_can_be_read() -> None:
    labels = np.arange(9) % 3
    known = lines([finish(labels, labels, seed=seed) for seed in range(4)])
    (known[0].run.folder / "predictions.npz").unlink()
    assert classwise.f1(known, most=2).lines == tuple(known[1:3])
    assert classwise.f1(known[:1]) is None and classwise.f1([]) is None


@pytest.mark.usefixtures("own_runs")
def test_validation_images_say_which_run_is_the_best_of_a_class() -> None:
    labels = np.arange(9) % 3
    wrong = (labels + 1) % 3
    lucky, good = finish(labels, labels, chosen=wrong), finish(labels, wrong, chosen=labels, seed=1)
    table = classwise.f1(lines([lucky, good]))
    assert [line.run for line in table.lines] == [good, lucky] and [table.best(label) for label in range(3)] == [
        0,
        0,
        0,
    ]
    unknown = finish(labels, labels, chosen=None, seed=2)
    assert classwise.f1(lines([unknown])).best(0) is None


@pytest.mark.usefixtures("own_runs")
def test_the_hardest_class_and_what_it_is_taken_for() -> None:
    labels = np.repeat(np.arange(3), 4)
    called = labels.copy()
    called[[4, 5, 6, 0]] = [2, 2, 0, 1]  # class 1: one of four, two of them as 2; class 0: three of four
    found = classwise.hardest(finish(labels, called))
    assert found == classwise.Hardest(label=1, n=4, right=1, instead=2, taken=2)


@pytest.mark.usefixtures("own_runs")
def test_a_perfect_run_takes_nothing_for_anything() -> None:
    labels = np.repeat(np.arange(3), 3)
    found = classwise.hardest(finish(labels, labels))
    assert (found.right, found.n, found.instead, found.taken) == (3, 3, None, 0)
