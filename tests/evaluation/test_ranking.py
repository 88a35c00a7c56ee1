"""All against the best: exact tests, resamples, the correction for many comparisons, and what isn't compared."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import UsageError, tasks
from galaxy_core.evaluation import Predictions, paired, ranking, resampling
from galaxy_core.evaluation.ranking import against_best, differences, holm
from tests.evaluation.finished_runs import finish, lines

SHARES = np.array([1081, 1853, 2645, 2027, 334, 2043, 1829, 2628, 1423, 1873]) / 17737
NAMES = tuple("abcdefghij")
TASK = tasks.task("classes", NAMES)


def model(labels: np.ndarray, right: np.ndarray, k: int = 10) -> Predictions:
    """A model that is right where told, and else calls the next class."""
    called = np.where(right, labels, (labels + 1) % k)
    return Predictions(np.arange(len(labels)), labels, np.eye(k)[called], NAMES[:k])


def equals(count: int, n: int, seed: int) -> list[Predictions]:
    """Models that are equally good in truth, and mostly wrong on the same images."""
    random = np.random.default_rng(seed)
    labels, hard = random.choice(10, size=n, p=SHARES / SHARES.sum()), random.normal(size=n)
    return [model(labels, 0.77 * hard + 0.63 * random.normal(size=n) < 0.84) for _ in range(count)]


def luckiest_first(said: list[Predictions], measure: str) -> list[Predictions]:
    """As whoever chooses by the very images would."""
    reached = TASK.measured(said, measure, np.ones((1, said[0].n), np.float32))[0]
    return [said[at] for at in np.argsort(-reached)]


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.5]) == [1, 1] and holm([0.02]) == [0.02] and holm([]) == []
    assert holm([0.5, 0.001, 0.001]) == pytest.approx([0.5, 0.003, 0.003]), "the second isn't below the first"


def test_accuracy_is_compared_as_a_pair_is() -> None:
    labels, random = np.arange(90) % 3, np.random.default_rng(1)
    said = [model(labels, random.random(90) < share, 3) for share in (0.9, 0.7, 0.6)]
    found, ps = differences(TASK, said, "accuracy"), []
    for one, other in zip(found, said[1:], strict=True):
        test = paired(said[0], other)
        assert one[:4] == (pytest.approx(test.difference), pytest.approx(test.low), pytest.approx(test.high), test.p)
        ps.append(test.p)
    assert [one[4] for one in found] == holm(ps), "of the two comparisons"


@pytest.mark.parametrize("measure", ["macro_f1", "balanced_accuracy"])
def test_a_bootstrapped_difference_is_that_of_images_drawn_again(measure: str) -> None:
    said = tuple(equals(2, 600, 3))
    ((gap, low, high, p, corrected),) = differences(TASK, said, measure)
    values = ranking.resampled(TASK, said, measure, seed=99)  # other resamples
    gaps = values[0] - values[1]
    assert gap == pytest.approx(gaps[0]) and p == corrected
    assert (low, high) == pytest.approx(np.quantile(gaps[1:], (0.025, 0.975)), abs=0.004)
    by_a_normal_curve = math.erfc(abs(gap) / np.std(gaps[1:]) / math.sqrt(2))
    assert p == pytest.approx(by_a_normal_curve, abs=0.04)


@pytest.mark.parametrize("measure", ["accuracy", "macro_f1"])
def test_equal_models_are_no_difference_and_opposite_ones_are(measure: str) -> None:
    labels = np.arange(300) % 3
    good, bad = model(labels, labels < 3, 3), model(labels, labels > 3, 3)
    ((gap, low, high, p, _), (_, _, _, least, corrected)) = differences(TASK, (good, good, bad), measure)
    assert (gap, p) == (0, 1) and low <= 0 <= high and least <= 1 / 2001 and corrected <= 3 / 2001


@pytest.mark.parametrize("measure", ["accuracy", "macro_f1"])
def test_chance_seldom_makes_one_of_many_equal_models_differ_from_the_chosen_one(
    measure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resampling, "RESAMPLES", 1000)  # 100 times over
    times, found, chosen_by_test = 100, 0, 0
    for seed in range(times):
        said = equals(8, 400, seed)  # the first is chosen before these images are looked at
        found += min(test[4] for test in differences(TASK, said, measure)) < 0.05
        chosen_by_test += min(test[4] for test in differences(TASK, luckiest_first(said, measure), measure)) < 0.05
    assert found / times <= 0.1
    assert chosen_by_test > found, "chosen by the same images, seven comparisons are too few"


@pytest.mark.usefixtures("own_runs")
def test_the_best_against_the_others_on_its_images() -> None:
    labels = np.arange(60) % 3
    wrong = [np.where(np.arange(60) < count, (labels + 1) % 3, labels) for count in (2, 4, 40)]
    made = [finish(labels, called, seed=seed) for seed, called in enumerate(wrong)]
    found = against_best(lines(made))
    assert (found.best.run, found.n, found.comparisons, found.more, found.elsewhere) == (made[0], 60, 2, 0, ())
    assert [one.line.run for one in found.against] == made[1:]
    assert [one.line.run for one in found.beaten] == [made[2]] and [one.line.run for one in found.close] == [made[1]]
    assert [one.significant for one in found.against] == [False, True]
    few = against_best(lines(made), most=2)
    assert len(few.against) == few.more == few.comparisons == 1 and few.against[0].corrected == few.against[0].p


@pytest.mark.parametrize("other", [{"rows": range(9, 69)}, {"data": "b"}])
@pytest.mark.usefixtures("own_runs")
def test_runs_tested_on_other_images_are_named_and_not_compared(other: dict) -> None:
    labels = np.arange(60) % 3
    made = [finish(labels, labels), finish(labels, (labels + 1) % 3), finish(labels, labels * 0, **other)]
    found = against_best(lines(made))
    assert [one.line.run for one in found.against] == made[1:2] and [line.run for line in found.elsewhere] == made[2:]
    alike, others = ranking.same_images(lines(made), found.elsewhere[0])
    assert [line.run for line in alike] == made[2:] and len(others) == 2


@pytest.mark.usefixtures("own_runs")
def test_predictions_that_have_just_gone_are_passed_over() -> None:
    made = [finish(np.arange(9) % 3, np.arange(9) % 3, seed=seed) for seed in range(3)]
    known = lines(made)
    for line in known[:2]:
        (line.run.folder / "predictions.npz").unlink()
    assert against_best(known).best == known[2] and against_best(known[:2]) is None and against_best([]) is None
    with pytest.raises(UsageError, match="“f2” is not a measure: choose accuracy"):
        against_best(known, "f2")


@pytest.mark.usefixtures("own_runs")
def test_who_is_better_on_test_images_than_the_chosen_one_is_said_to_be() -> None:
    labels = np.arange(60) % 3
    wrong = (labels + 1) % 3
    chosen, other = finish(labels, wrong, chosen=labels), finish(labels, labels, chosen=wrong, seed=1)
    found = against_best(lines([chosen, other]))
    assert found.best.run == chosen and [one.line.run for one in found.ahead] == [other] and not found.beaten
    (one,) = found.against
    assert one.difference == -1 and one.low < one.high < 0 and one.significant


@pytest.mark.parametrize(("m", "expected"), [(1, 0), (2, 0.5642), (10, 1.5388), (30, 2.0428)])
def test_the_expected_maximum_is_that_of_the_tables(m: int, expected: float) -> None:
    assert ranking.expected_maximum(m) == pytest.approx(expected, abs=2e-4)  # Tippett 1925, Biometrika 17, 364


@pytest.mark.usefixtures("own_runs")
def test_how_much_too_good_the_best_by_test_looks() -> None:
    random, n, share = np.random.default_rng(1), 400, 0.7
    labels, hard = np.arange(n) % 3, random.normal(size=n)
    gains = []
    for _ in range(200):
        right = 0.8 * hard[:, None] + 0.6 * random.normal(size=(n, 12)) < 0.5244
        gains.append(right.mean(axis=0).max() - right.mean(axis=0).mean())
    made = [finish(labels, np.where(some, labels, (labels + 1) % 3), seed=at) for at, some in enumerate(right.T)]
    assert share == pytest.approx(right.mean(), abs=0.05)
    assert ranking.optimism(lines(made)) == pytest.approx(np.mean(gains), rel=0.12)
    assert ranking.optimism(lines(made[:1])) is None and ranking.optimism([]) is None


@pytest.mark.parametrize("measure", ["accuracy", "macro_f1", "balanced_accuracy"])
def test_thirty_runs_take_little_work(measure: str, calls: Callable) -> None:
    said = tuple(equals(30, 1774, 0))
    assert calls(lambda: differences(TASK, said, measure)) < 40_000, "435 pairs, and none of them image by image"
