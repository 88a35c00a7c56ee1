"""Seeds of the same configuration, and runs of the same model, as one line."""

import pytest

from galaxy_core import runs
from galaxy_core.evaluation import grouping
from galaxy_core.storage import atomic
from tests.evaluation.finished_runs import finish, lines

LABELS = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]


def right(count: int) -> list[int]:
    """Right of ten images: so many, the first ones."""
    return [label if at < count else (label + 1) % 3 for at, label in enumerate(LABELS)]


@pytest.mark.usefixtures("own_runs")
def test_seeds_of_a_configuration_by_hand() -> None:
    made = [finish(LABELS, right(count), seed=seed) for seed, count in enumerate((5, 6, 7))]
    made.append(finish(LABELS, right(9), "cnn", values={"filters": 8}))
    best, group = grouping.by_seed(lines(made))
    assert (best.title, best.seeds, best.sd("accuracy")) == ("CNN, filters 8", (0,), None) and best.mean(
        "accuracy"
    ) == 0.9
    assert (group.title, group.seeds) == ("Majority baseline", (0, 1, 2))
    assert group.mean("accuracy") == pytest.approx(0.6) and group.sd("accuracy") == pytest.approx(0.1)
    assert [line.run.name for line in group.lines] == [made[number].name for number in (2, 1, 0)]
    assert group.best == group.lines[0]


@pytest.mark.usefixtures("own_runs")
def test_a_run_made_again_is_no_other_seed() -> None:
    made = [finish(LABELS, right(count), seed=seed) for seed, count in ((0, 4), (0, 6), (1, 8))]
    (group,) = grouping.by_seed(lines(made))
    assert sorted(group.counted("accuracy")) == pytest.approx([0.5, 0.8]) and len(group.lines) == 3
    assert group.mean("accuracy") == pytest.approx(0.65) and group.sd("accuracy") == pytest.approx(0.3 / 2**0.5)


@pytest.mark.parametrize(
    "other",
    [{"values": {"filters": 8}}, {"split": "80/20"}, {"preparation": ("resize:size=32",)}, {"balance": "oversample"},
     {"augment": ("flips",)}, {"data": "b"}, {"rows": range(5, 15)}],
    ids=lambda other: next(iter(other)),
)  # fmt: skip
@pytest.mark.usefixtures("own_runs")
def test_what_differs_in_more_than_the_seed_stands_apart(other: dict) -> None:
    made = [finish(LABELS, LABELS, "cnn", seed=0), finish(LABELS, LABELS, "cnn", **{"seed": 1} | other)]
    assert len(grouping.by_seed(lines(made))) == 2
    same = [finish(LABELS, LABELS, "cnn", **{"seed": seed} | other) for seed in (2, 3)]
    assert len(grouping.by_seed(lines(same))) == 1


@pytest.mark.usefixtures("own_runs")
def test_a_run_that_was_continued_stands_apart() -> None:
    made = [finish(LABELS, LABELS, "cnn", seed=seed) for seed in (0, 1)]
    atomic.write_json(made[0].folder / "goal.json", {"epochs": 40, "since": 20})
    assert len(grouping.by_seed(lines(made))) == 2


@pytest.mark.usefixtures("own_runs")
def test_a_group_is_called_what_all_its_runs_are_called() -> None:
    made = [finish(LABELS, LABELS, seed=seed) for seed in (0, 1)]
    runs.describe(made[0], title="Mine")
    assert [group.title for group in grouping.by_seed(lines(made))] == ["Majority baseline"]
    runs.describe(made[1], title="Mine")
    assert [group.title for group in grouping.by_seed(lines(made))] == ["Mine"]


@pytest.mark.usefixtures("own_runs")
def test_models_by_their_best_run() -> None:
    made = [finish(LABELS, right(5)), finish(LABELS, right(8), seed=1), finish(LABELS, right(7), "cnn")]
    made.append(finish(LABELS, right(7), "cnn", rows=range(5, 15)))
    one, other, elsewhere = grouping.by_model(lines(made))
    assert (one.title, other.title) == ("Majority baseline", "CNN") and one.mean("accuracy") == pytest.approx(0.65)
    assert (elsewhere.title, len(other.lines), len(elsewhere.lines)) == ("CNN", 1, 1), "other test images stand apart"
    assert one.images == other.images != elsewhere.images and grouping.by_model([]) == []


@pytest.mark.usefixtures("own_runs")
def test_groups_are_ordered_by_validation_images() -> None:
    lucky = [finish(LABELS, right(9), seed=seed, chosen=right(4)) for seed in (0, 1)]
    good = [finish(LABELS, right(6), "cnn", seed=seed, chosen=right(count)) for seed, count in ((0, 6), (1, 8))]
    one, other = grouping.by_seed(lines(lucky + good))
    assert one.validation() == pytest.approx(0.7) and one.mean() == pytest.approx(0.6) and other.mean() == 0.9
    assert one.best.run == grouping.by_model(lines(lucky + good))[0].best.run == good[1]
    (unknown,) = grouping.by_seed(lines([finish(LABELS, LABELS, chosen=None)]))
    assert unknown.validation() is None
