"""What every task promises, and how one is asked for."""

from collections.abc import Iterator
from types import ModuleType, SimpleNamespace

import pytest

from galaxy_core import UsageError, plugins, tasks
from galaxy_core.tasks import Measure, classes

SHARE = Measure("share", "Share")


def head_faults(module: ModuleType) -> Iterator[str]:
    """What is wrong with a plug-in's head, and with what its class says."""
    for name in ("TITLE", "SENTENCE", "SOURCE"):
        if not str(getattr(module, name, "")).strip():
            yield f"{name} is no text"
    task = module.Task
    keys = [one.key for one in task.SCORES]
    if task.CHOOSES not in keys or len(set(keys)) < len(keys) or task.LOSS.key != "loss":
        yield "CHOOSES is none of SCORES, two have one key, or the loss isn't called so"
    if len(task.ARRAYS) != 2 or len({*task.ARRAYS, "rows"}) != 3:
        yield "ARRAYS aren't two names"
    try:
        task.LINE.format(images="9 galaxies", **dict.fromkeys(keys, "1 %"))
    except (KeyError, IndexError):
        yield "LINE names something that is no score"
    if not task.TRIVIAL or not all(one.title and one.meaning.endswith(".") for one in (*task.SCORES, task.LOSS)):
        yield "a score without title or sentence"


@pytest.mark.parametrize("name", tasks.names())
def test_every_task_keeps_its_contract(name: str) -> None:
    assert list(head_faults(plugins.load(tasks, name))) == []
    assert tasks.kind(name)(("a", "b")).name == name


@pytest.mark.parametrize(
    "changed",
    [
        {"CHOOSES": "loss"}, {"ARRAYS": ("rows", "p")}, {"LINE": "{f2}"}, {"TRIVIAL": ""},
        {"SCORES": (SHARE, SHARE), "CHOOSES": "share", "LINE": ""}, {"LOSS": SHARE},
    ],
    ids=str,
)  # fmt: skip
def test_a_broken_task_is_found(changed: dict) -> None:
    broken = SimpleNamespace(**{**vars(classes), "Task": type("Task", (classes.Task,), changed)})
    assert list(head_faults(broken))


def test_names_that_are_none_are_usage_errors() -> None:
    with pytest.raises(UsageError, match="“guess” is not one of the tasks: choose classes"):
        tasks.task("guess", ())
    with pytest.raises(UsageError, match="“f2” is not a measure: choose accuracy, macro_f1, balanced_accuracy, loss"):
        tasks.kind("classes").measure("f2")


def test_a_score_is_watched_by_its_own_value_of_an_epoch_or_the_first() -> None:
    task = tasks.kind("classes")
    assert [task.watched(key).key for key in ("accuracy", "macro_f1", "loss")] == ["accuracy", "accuracy", "loss"]


def test_a_lower_value_can_be_the_better_one() -> None:
    assert Measure("rmse", "RMSE", higher_is_better=False).merit(2) == -2
