"""Studies of hand-made predictions with known truth: differences, intervals, significance, and what isn't compared."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, balanced_accuracy_score, f1_score

from galaxy_core import UsageError, augmentations, runs, tasks
from galaxy_core.evaluation import Predictions, proportion, resampling, stored, study
from galaxy_core.runs import Run, studies
from galaxy_core.storage import atomic, lock

CLASSES = ("Round", "Edge-on", "Spiral")
TASK = tasks.task("classes", CLASSES)
MEASURES = tuple(measure.key for measure in TASK.SCORES)
FLIPS, NOISE = augmentations.written(("flips", "noise"))
ARMS = ("none", FLIPS, NOISE, "all")
LABELS = {part: np.random.default_rng(len(part)).integers(3, size=n) for part, n in (("validation", 90), ("test", 120))}
SKLEARN: dict[str, Callable] = {
    "accuracy": accuracy_score,
    "balanced_accuracy": balanced_accuracy_score,
    "macro_f1": lambda true, called: f1_score(true, called, average="macro", labels=range(3), zero_division=0),
}


@pytest.fixture
def begun(own_runs: Path) -> list[Run]:
    """A study of two operations and two seeds that waits."""
    asked = runs.request("sample", "cnn", {"epochs": 1})
    return [runs.create(one) for one in studies.augmentation(asked, ("flips", "noise"), seeds=2)]


@pytest.fixture
def done(begun: list[Run]) -> list[Run]:
    """The same, finished: each run is right as often as chance wants."""
    for number, run in enumerate(begun):
        finish(run, {part: chance(labels, number) for part, labels in LABELS.items()})
    return begun


def chance(labels: np.ndarray, seed: int, right: float = 0.7) -> np.ndarray:
    """Class numbers that are right with some probability, else any."""
    random = np.random.default_rng(seed)
    return np.where(random.random(len(labels)) < right, labels, random.integers(3, size=len(labels)))


def finish(run: Run, called: dict[str, np.ndarray], first: int = 0, **result: object) -> None:
    """Writes the predictions of a run, its rows counted from `first`, and its result."""
    arrays = {}
    for part, names in called.items():
        order = np.random.default_rng(run.request.seed).permutation(len(names))  # each has its images in another order
        arrays[f"{part}_rows"], arrays[f"{part}_labels"] = first + order, LABELS[part][: len(names)][order]
        arrays[f"{part}_probabilities"] = np.eye(3, dtype=np.float32)[names[order]]
    np.savez(run.folder / "predictions.npz", **arrays)
    usual = {"classes": list(CLASSES), "goal": None, "made_by": {"dataset_fingerprint": "a"}}
    atomic.write_json(run.folder / "result.json", usual | result)
    if result.get("goal"):
        atomic.write_json(run.folder / "goal.json", result["goal"])


def seeds_of(made: list[Run], arm: str) -> list[Run]:
    """The runs of an arm, seed by seed."""
    return [run for run in made if studies.arm(run) == arm]


def by_arm(made: list[Run], measure: str = "accuracy") -> dict[str, study.Effect]:
    """The effects by their arms."""
    return {effect.arm: effect for effect in study.effects(made, measure)}


@pytest.mark.parametrize("measure", MEASURES)
def test_scores_are_sklearns_as_a_mean_over_the_seeds(done: list[Run], measure: str) -> None:
    found = by_arm(done, measure)
    for arm in ARMS:
        for part in study.PARTS:
            mean = {
                name: np.mean(
                    [SKLEARN[measure](p.labels, p.predicted) for p in map(reader(part), seeds_of(done, name))]
                )
                for name in ("none", arm)
            }
            one = getattr(found[arm], part)
            assert one.value == pytest.approx(mean[arm]) and one.none == pytest.approx(mean["none"])
            assert one.difference == pytest.approx(mean[arm] - mean["none"])
            assert one.low <= one.difference <= one.high
            assert one.value_interval[0] < one.value < one.value_interval[1]
            assert (one.n, one.seeds) == (len(LABELS[part]), 2)


def reader(part: str) -> Callable[[Run], Predictions]:
    """Reads the predictions of a part."""
    return lambda run: stored.predictions(run, part)


@pytest.mark.parametrize("measure", MEASURES)
def test_an_interval_is_that_of_the_images_drawn_again(done: list[Run], measure: str) -> None:
    pairs = [[reader("test")(run) for run in seeds_of(done, arm)] for arm in ("none", NOISE)]
    sides = [[(p.labels[o := np.argsort(p.rows)], p.predicted[o]) for p in side] for side in pairs]
    random, gaps = np.random.default_rng(99), []
    for _ in range(2000):
        drawn = random.integers(120, size=120)
        scores = [np.mean([quick(measure, true[drawn], called[drawn]) for true, called in side]) for side in sides]
        gaps.append(scores[1] - scores[0])
    one = by_arm(done, measure)[NOISE].test
    assert (one.low, one.high) == pytest.approx(np.quantile(gaps, (0.025, 0.975)), abs=0.012)


def quick(measure: str, true: np.ndarray, called: np.ndarray) -> float:
    """sklearn's scores of three classes that all occur, in a hundredth of the time; the test above holds the others."""
    right, is_, said = (np.bincount(x, minlength=3) for x in (true[true == called], true, called))
    each = {"accuracy": right.sum() / len(true), "balanced_accuracy": right / is_, "macro_f1": 2 * right / (is_ + said)}
    return float(np.mean(each[measure]))


def test_arms_that_say_the_same_are_too_small_to_call(begun: list[Run]) -> None:
    for run in begun:
        finish(run, {part: chance(labels, run.request.seed) for part, labels in LABELS.items()})
    for measure in MEASURES:
        for effect in study.effects(begun, measure)[1:]:
            assert (effect.test.difference, effect.test.low, effect.test.high) == (0, 0, 0)
            assert effect.test.significant is effect.validation.significant is False


def test_a_large_difference_is_significant_either_way(begun: list[Run]) -> None:
    share = {"none": 0.6, FLIPS: 0.95, NOISE: 0.2, "all": 0.62}
    for run in begun:
        right = share[studies.arm(run)]
        finish(run, {part: chance(labels, run.request.seed, right) for part, labels in LABELS.items()})
    for measure in MEASURES:
        found = by_arm(begun, measure)
        assert found["none"].test.significant is None and found["none"].test.difference == 0
        for part in study.PARTS:
            assert getattr(found[FLIPS], part).low > 0 > getattr(found[NOISE], part).high
            verdicts = [getattr(found[arm], part).significant for arm in ARMS[1:]]
            assert verdicts == [True, True, False]


def test_verdicts_are_the_more_careful_the_more_arms_there_are() -> None:
    gaps = np.concatenate([[2.3], np.random.default_rng(0).normal(2.3, 1, 2000)])[None] / 100
    said = [study.difference(gaps, np.zeros_like(gaps), 100, arms) for arms in (1, 13)]
    assert [one.significant for one in said] == [True, False]
    assert said[0].low == said[1].low > 0, "the interval shown is the 95 % one all the same"


def test_no_verdict_changes_because_another_run_ends(begun: list[Run]) -> None:
    worse = {part: np.where(np.arange(len(labels)) < 40, (labels + 1) % 3, labels) for part, labels in LABELS.items()}
    better = {part: names.copy() for part, names in worse.items()}
    for part, labels in LABELS.items():
        better[part][:9], better[part][-2:] = labels[:9], (labels[-2:] + 1) % 3  # nine more right, two more wrong
    said = []
    for run in begun[:4]:
        finish(run, better if studies.arm(run) == FLIPS else worse)
        said.append(by_arm(begun)[FLIPS].test)
    assert said[0] is None and said[1] == said[2] == said[3]
    assert said[1].low > 0 and not said[1].significant, "one of three that are asked about"
    assert by_arm(begun[:2])[FLIPS].test.significant, "the only one"


def joint(random: np.random.Generator, n: int) -> list[Predictions]:
    """Without, then with augmentation, on the same images of classes of unlike size; what both find easy is alike."""
    labels = random.choice(3, size=n, p=(0.6, 0.3, 0.1))
    easy, said = random.random(n), []
    for right in ((0.8, 0.6, 0.5), (0.84, 0.7, 0.45)):
        hit = np.where(random.random(n) < 0.5, easy, random.random(n)) < np.array(right)[labels]
        said.append(Predictions(np.arange(n), labels, np.eye(3)[np.where(hit, labels, (labels + 1) % 3)], CLASSES))
    return said


def true_gap(measure: str) -> float:
    """The difference that `joint` has in a world of images, from its shares."""
    sizes, values = np.array((0.6, 0.3, 0.1)), []
    for right in (np.array((0.8, 0.6, 0.5)), np.array((0.84, 0.7, 0.45))):
        called = sizes * right + np.roll(sizes * (1 - right), 1)
        each = {
            "accuracy": (sizes * right).sum(),
            "balanced_accuracy": right,
            "macro_f1": 2 * sizes * right / (sizes + called),
        }
        values.append(np.mean(each[measure]))
    return values[1] - values[0]


@pytest.fixture
def fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter of the resamples, where hundreds of test sets are drawn: their ends are as right, a little rougher."""
    monkeypatch.setattr(resampling, "RESAMPLES", 500)


@cache
def drawn(measure: str) -> list[study.Difference]:
    """What is said of 160 drawn test sets of 150 images each."""
    random, found = np.random.default_rng(1979), []
    for _ in range(160):
        none, changed = study.resampled(TASK, joint(random, 150), measure)
        found.append(study.difference(changed[None], none[None], 150, 13))
    return found


def coverage(measure: str, narrowing: float = 1.0) -> float:
    """How many of their intervals, made narrower, hold the true difference."""
    truth = true_gap(measure)
    return np.mean([
        narrowing * (one.low - one.difference) <= truth - one.difference <= narrowing * (one.high - one.difference)
        for one in drawn(measure)
    ])  # fmt: skip


@pytest.mark.usefixtures("fewer")
@pytest.mark.parametrize("measure", MEASURES)
def test_intervals_cover_what_they_claim(measure: str) -> None:
    assert 0.91 <= coverage(measure) <= 0.99


@pytest.mark.usefixtures("fewer")
def test_the_coverage_test_can_fail() -> None:
    assert coverage("accuracy", narrowing=0.75) < 0.91


@pytest.mark.usefixtures("fewer")
def test_chance_is_seldom_called_significant() -> None:
    random, called = np.random.default_rng(5), 0
    for _ in range(200):  # a study of one operation that changes nothing
        labels = random.integers(3, size=120)
        said = [
            Predictions(np.arange(120), labels, np.eye(3)[chance(labels, random.integers(2**31))], CLASSES)
            for _ in range(2)
        ]
        none, changed = study.resampled(TASK, said, "accuracy")
        called += study.difference(changed[None], none[None], 120, 1).significant
    assert 0.01 < called / 200 < 0.09


def test_the_interval_of_one_score_is_the_one_that_lists_show(done: list[Run]) -> None:
    one = by_arm(done[:4])[FLIPS].test
    right = int(reader("test")(done[1]).right.sum())
    assert one.value_interval == (proportion(right, 120).low, proportion(right, 120).high)


def test_a_perfect_score_has_an_interval_too(begun: list[Run]) -> None:
    for run in begun:
        finish(run, LABELS)
    for measure in MEASURES:
        one = by_arm(begun, measure)["none"].test
        assert one.value == one.value_interval[1] == 1 and one.value_interval[0] < 0.98


def test_arms_are_in_their_order_and_have_words(done: list[Run]) -> None:
    found = study.effects(done)
    assert [effect.arm for effect in found] == list(ARMS)
    assert [effect.title for effect in found] == ["Without augmentation", "Flips", "Noise", "All together"]
    assert [(effect.finished, effect.planned, effect.reason) for effect in found] == [(2, 2, None)] * 4
    assert study.title("noise:beta=0.1,varying=False") == "Noise (strength β 0.1)"
    assert study.title("of_another_version:a=1") == "Of_another_version:a=1"


def test_before_anything_has_finished_nothing_is_said(begun: list[Run]) -> None:
    for effect in study.effects(begun):
        assert (effect.finished, effect.planned, effect.reason) == (0, 2, None)
        assert effect.validation is effect.test is None
    assert study.state(begun) == "0 of 8 runs are finished, 8 are still to come."


def test_only_seeds_that_both_have_count(begun: list[Run]) -> None:
    for number, run in enumerate(begun):
        if number not in (1, 4):  # flips of the first seed, none of the second
            finish(run, {part: chance(labels, number) for part, labels in LABELS.items()})
    found = by_arm(begun)
    assert found[FLIPS].test is None and found[FLIPS].finished == 1 and found[FLIPS].reason is None, "still to come"
    for arm in ("none", NOISE, "all"):
        assert found[arm].test.seeds == found[arm].validation.seeds == 1
    assert found[NOISE].test == by_arm(begun[:4])[NOISE].test


def test_what_failed_or_was_stopped_says_so(done: list[Run]) -> None:
    for run, how in zip(seeds_of(done, FLIPS), ("failed", "stopped"), strict=True):
        (run.folder / "result.json").unlink()
        atomic.write_json(run.folder / "state.json", {"error": "The disk is full."} if how == "failed" else {})
        if how == "stopped":
            (run.folder / "cancel").touch()
        assert run.status == how
    found = by_arm(done)
    assert found[FLIPS].test is None and "None of its runs has finished" in found[FLIPS].reason
    assert found[NOISE].test.seeds == 2
    assert study.state(done) == "6 of 8 runs are finished, 1 failed, 1 was stopped."


def test_a_running_one_is_still_to_come(begun: list[Run]) -> None:
    held = lock.take(begun[0].folder / "alive.lock")
    assert study.state(begun[:1]) == "0 of 1 runs are finished, 1 is still to come."
    assert by_arm(begun[:1])["none"].reason is None
    os.close(held)


def test_without_the_one_without_nothing_is_compared(done: list[Run]) -> None:
    found = by_arm([run for run in done if studies.arm(run) != "none"])
    assert (found["none"].planned, found["none"].finished) == (0, 0)
    assert "without augmentation" in found[FLIPS].reason and found[FLIPS].test is None
    assert by_arm([])["none"].test is None


@pytest.mark.parametrize("change", ["rows", "labels", "classes", "data", "fewer", "goal"])
def test_what_saw_other_data_is_never_compared(done: list[Run], monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    run = seeds_of(done, FLIPS)[1]
    called = {part: chance(labels, 1) for part, labels in LABELS.items()}
    if change == "labels":
        monkeypatch.setattr(f"{__name__}.LABELS", {part: (labels + 1) % 3 for part, labels in LABELS.items()})
    finish(
        run,
        {part: names[:80] for part, names in called.items()} if change == "fewer" else called,
        first=1000 if change == "rows" else 0,
        **({"classes": ["Round", "Edge-on", "Barred"]} if change == "classes" else {}),
        **({"made_by": {"dataset_fingerprint": "b"}} if change == "data" else {}),
        **({"goal": {"epochs": 9, "since": 1, "asked": 1.0}} if change == "goal" else {}),
    )
    found = by_arm(done)
    assert found[FLIPS].validation is found[FLIPS].test is None and found[FLIPS].finished == 2
    assert run.name in found[FLIPS].reason
    assert ("was continued" if change == "goal" else "the data set has changed") in found[FLIPS].reason
    for arm in ("none", NOISE, "all"):
        assert found[arm].test.seeds == 2 and found[arm].reason is None, "the others are compared all the same"


def test_a_data_set_that_changed_between_two_seeds_is_noticed(done: list[Run]) -> None:
    for run in done[4:]:
        finish(run, {part: chance(labels, 1) for part, labels in LABELS.items()}, first=1000)
    assert all(effect.test is None and "has changed" in effect.reason for effect in study.effects(done))


@pytest.mark.parametrize("damage", ["missing", "cut short", "empty"])
@pytest.mark.parametrize("arm", [FLIPS, "none"])
def test_predictions_that_cannot_be_read_are_left_out_and_named(done: list[Run], damage: str, arm: str) -> None:
    run = seeds_of(done, arm)[0]
    file = run.folder / "predictions.npz"
    if damage == "missing":
        file.unlink()
    elif damage == "cut short":
        file.write_bytes(file.read_bytes()[:100])
    else:
        finish(run, {part: labels[:0] for part, labels in LABELS.items()})
    found = by_arm(done)
    touched = ARMS if arm == "none" else (FLIPS,)
    for name in ARMS:
        assert found[name].test.seeds == (1 if name in touched else 2)
        assert (run.name in (found[name].reason or "")) == (name in touched)


def test_an_unknown_measure_is_refused(done: list[Run]) -> None:
    with pytest.raises(UsageError, match="“loss” has no interval: choose accuracy, macro_f1, balanced_accuracy"):
        study.effects(done, "loss")


@pytest.fixture
def large() -> list[Predictions]:
    """Fourteen models on as many images as the test part of DECaLS has."""
    labels = np.random.default_rng(0).integers(10, size=1774)
    called = [np.where(np.random.default_rng(n).random(1774) < 0.8, labels, (labels + n) % 10) for n in range(14)]
    names = tuple("abcdefghij")
    return [Predictions(np.arange(1774), labels, np.eye(10)[one], names) for one in called]


@pytest.mark.parametrize("measure", MEASURES)
def test_thirteen_arms_take_little_work(measure: str, large: list[Predictions], calls: Callable) -> None:
    def work() -> None:
        values = study.resampled(tasks.task("classes", large[0].classes), large, measure)
        for one in values[1:]:
            study.difference(one[None], values[:1], 1774, 13)

    assert calls(work) < 6000, "2,000 resamples of 14 models are counted in blocks, not one by one"
