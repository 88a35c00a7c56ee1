"""Learning rates, early stopping and the best epoch, each from the history alone."""

import itertools

import pytest

from galaxy_core.models import TargetEpochs
from galaxy_core.models.networks import Learning, schedules
from galaxy_core.tasks import Measure


def told(*losses: float, accuracies: tuple = ()) -> schedules.History:
    """A history with these validation losses."""
    accuracies = accuracies or (0.5,) * len(losses)
    pairs = zip(losses, accuracies, strict=True)
    return [{"epoch": n, "val_loss": loss, "val_accuracy": right} for n, (loss, right) in enumerate(pairs, 1)]


def rates(learning: Learning, losses: tuple[float, ...], batches: int = 4) -> list[float]:
    """The rate at the first batch of each epoch, and of the one after."""
    return [schedules.rate(learning, told(*losses[:epoch]), 0, batches) for epoch in range(len(losses) + 1)]


def test_constant_stays() -> None:
    assert rates(Learning(schedule="constant", learning_rate=0.1), (1, 1, 1)) == [0.1] * 4


def test_a_step_falls_every_few_epochs() -> None:
    found = rates(Learning(schedule="step", learning_rate=1.0, step_epochs=2, factor=0.1), (1,) * 5)
    assert found == pytest.approx([1, 1, 0.1, 0.1, 0.01, 0.01])


def test_exponential_falls_after_each_epoch() -> None:
    assert rates(Learning(schedule="exponential", learning_rate=0.8, factor=0.5), (1, 1)) == pytest.approx(
        [0.8, 0.4, 0.2]
    )


def test_a_plateau_is_so_many_epochs_without_a_better_loss() -> None:
    learning = Learning(schedule="plateau", learning_rate=1.0, factor=0.1, plateau_epochs=2)
    falls_twice = rates(learning, (3, 2, 2.5, 2.1, 2.2, 2.3, 1))
    assert falls_twice == pytest.approx([1, 1, 1, 1, 0.1, 0.1, 0.01, 0.01])
    assert min(rates(learning, (1,) * 60)) == schedules.LEAST


def test_a_cosine_warms_up_falls_and_stays_where_more_is_asked_for() -> None:
    learning = Learning(epochs=10, learning_rate=0.01)
    found = [schedules.rate(learning, told(*[1] * epoch), batch, 20) for epoch in range(15) for batch in range(20)]
    assert found[0] == pytest.approx(0.001) and found[20] == pytest.approx(0.01) and max(found) == found[20]
    assert all(early > late for early, late in itertools.pairwise(found[20:200]))
    assert found[200:] == pytest.approx([0.0001] * 100), "a hundredth from there on"


def test_a_long_epoch_is_warmed_up_before_its_end() -> None:
    learning = Learning(epochs=3, learning_rate=0.01)
    assert schedules.rate(learning, [], schedules.WARM_UP, 10_000) == pytest.approx(0.01, rel=0.01)


@pytest.mark.parametrize(
    ("patience", "losses", "expected"),
    [
        (0, (1, 2, 3, 4), False),
        (2, (3, 1, 2), False),
        (2, (3, 1, 2, 2), True),
        (2, (3, 1, 2, 0.5), False),
        (3, (), False),
    ],
)
def test_it_stops_early_after_so_many_epochs_without_a_better_loss(
    patience: int, losses: tuple, expected: bool
) -> None:
    assert schedules.ends(Learning(epochs=10, patience=patience), told(*losses), None) is expected


def test_it_ends_after_its_epochs_or_those_asked_for_later() -> None:
    learning = Learning(epochs=3)
    assert schedules.ends(learning, told(1, 1, 1), None)
    assert not schedules.ends(learning, told(1, 1, 1), TargetEpochs(5, 3))
    assert schedules.ends(learning, told(1, 1, 1, 1, 1), TargetEpochs(5, 3))


def test_who_asks_for_more_gets_more_although_it_had_stopped_early() -> None:
    learning, stalled = Learning(epochs=10, patience=2), told(1, 2, 2)
    assert schedules.ends(learning, stalled, None)
    assert not schedules.ends(learning, stalled, TargetEpochs(8, 3))
    assert schedules.ends(learning, told(1, 2, 2, 2, 2), TargetEpochs(8, 3)), "it waits anew, and then stops"


def test_the_best_epoch_is_the_first_of_equals() -> None:
    history = told(3, 1, 2, 1, accuracies=(0.1, 0.2, 0.9, 0.9))
    accuracy, error = Measure("accuracy", ""), Measure("accuracy", "", higher_is_better=False)
    assert [schedules.best(history, keep, accuracy) for keep in ("last", "best_loss", "best_score")] == [4, 2, 3]
    assert schedules.best(history, "best_score", error) == 1, "the lowest, where that is better"
    assert schedules.best(history, "best_score") == 2, "by loss, where a task measures nothing else"
    assert schedules.best([], "best_loss") == 0
