"""Classes as a task: labels are checked, losses and scores are those of the field, and what is written is as it was."""

import numpy as np
import pytest

from galaxy_core import DataError, UsageError, tasks
from galaxy_core.evaluation import Predictions, majority, scores
from galaxy_core.tasks import Task

NAMES = ("Round", "Edge-on", "Spiral")
LABELS = np.array([0, 2, 2, 1, 2])


@pytest.fixture
def task() -> Task:
    """Three classes."""
    return tasks.task("classes", NAMES)


def test_it_is_called_as_its_file_and_is_the_usual_one(task: Task) -> None:
    assert (task.name, task.outputs, tasks.usual()) == ("classes", 3, "classes")


@pytest.mark.parametrize("labels", [[0, 3], [-1, 2], [0.0, 1.0], [[0, 1]]], ids=str)
def test_what_are_no_class_numbers_is_refused(task: Task, labels: list) -> None:
    task.check(LABELS)
    with pytest.raises(DataError, match=r"isn't one of the 3 classes, 0…2|a class number \(int64\) each"):
        task.check(np.array(labels))


def test_labels_are_encoded_and_smoothed_as_keras_does(task: Task) -> None:
    assert task.encoded(LABELS).tolist() == np.eye(3)[LABELS].tolist()
    assert task.smoothed(task.encoded(LABELS), 0.3)[0] == pytest.approx([0.8, 0.1, 0.1])


def test_the_trivial_model_scores_as_the_majority(task: Task) -> None:
    outputs = np.tile(task.trivial(LABELS), (5, 1))
    found = task.scores(task.predictions(np.arange(5), LABELS, outputs))
    assert found.values["accuracy"] == majority(LABELS, LABELS)


def test_scores_and_hits_are_those_of_the_predictions(task: Task) -> None:
    said = task.predictions(np.arange(5), LABELS, np.eye(3)[[0, 2, 1, 1, 2]])
    assert isinstance(said, Predictions)
    assert task.scores(said).as_json() == scores(said).as_json()
    assert list(task.scores(said).as_json()) == [
        "n", "accuracy", "accuracy_interval", "macro_f1", "macro_f1_interval", "balanced_accuracy",
        "balanced_accuracy_interval", "loss", "confusion",
    ]  # fmt: skip
    assert task.hits(said, "accuracy").tolist() == [True, True, False, True, True]
    with pytest.raises(UsageError, match="“macro_f1” isn't the share"):
        task.hits(said, "macro_f1")
    assert task.likelihood(said.outputs, LABELS).tolist() == [1, 1, 0, 1, 1]
    measured = task.measured([said, said], "balanced_accuracy", np.ones((1, 5), np.float32))
    assert measured == pytest.approx(np.full((1, 2), task.scores(said).values["balanced_accuracy"].value))


def test_predictions_are_written_as_they_were(task: Task) -> None:
    said = task.predictions([7], [2], [[0.25, 0.25, 0.5]])
    assert task.columns() == ("row", "true", "predicted", *NAMES)
    assert list(task.table(said)) == [(7, "Spiral", "Spiral", 0.25, 0.25, 0.5)]
    expected = {"Round": 0.25, "Edge-on": 0.25, "Spiral": 0.5}
    assert list(task.documents(said)) == [
        {"row": 7, "true": "Spiral", "predicted": "Spiral", "probabilities": expected}
    ]
