"""CSV files: numbers that can be read back, shares 0…1, names as they are."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import runs, tasks
from galaxy_core.evaluation import Predictions, exporting, grouping
from tests.evaluation.finished_runs import finish, lines

LABELS = [0, 1, 2, 0, 1, 2]


def read(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_predictions(three: Callable) -> None:
    said = three(classes=('Round, "big"', "Edge-on", "Spiral\ud800"))
    task = tasks.task("classes", said.classes)
    lines_ = exporting.predictions(task, said).decode().splitlines()
    assert lines_[0] == 'row,true,predicted,"Round, ""big""",Edge-on,Spiral\\ud800'
    assert lines_[1] == '7,"Round, ""big""","Round, ""big""",0.8,0.1,0.1' and len(lines_) == 4
    assert np.float32(lines_[2].split(",")[-3]) == said.probabilities[1, 0], "not a bit is lost"
    file = io.StringIO()
    exporting.write_predictions(task, said, file)
    assert file.getvalue().encode("utf-8", "backslashreplace") == exporting.predictions(task, said)


@pytest.mark.usefixtures("own_runs")
def test_a_row_for_each_run() -> None:
    made = [finish(LABELS, LABELS, seed=1, cost=(12.5, 34)), finish(LABELS, [0] * 6)]
    runs.describe(made[0], title="=1+1, ä", note="one\ntwo")
    known = lines(made)
    one, other = read(exporting.table(known))
    assert (one["run"], one["title"], one["note"], one["seed"]) == (made[0].name, "=1+1, ä", "one\ntwo", "1")
    assert (one["training_seconds"], one["parameters"], one["test_images"]) == ("12.5", "34", "6")
    assert (one["began_with"], one["kept_epoch"], one["tested_on"]) == ("random weights", "", known[0].summary.images)
    for measure in ("accuracy", "macro_f1", "balanced_accuracy"):
        for line, row in zip(known, (one, other), strict=True):
            for part, score in (("", line.score(measure)), ("validation_", line.validation(measure))):
                ends = (float(row[f"{part}{measure}{end}"]) for end in ("", "_low", "_high"))
                assert (score.value, score.low, score.high) == tuple(ends)
    assert exporting.table([]) == b"run\n"


@pytest.mark.usefixtures("own_runs")
def test_a_row_for_each_group() -> None:
    made = [finish(LABELS, LABELS, seed=1), finish(LABELS, [0] * 6), finish(LABELS, [0] * 6, "cnn")]
    one, other = read(exporting.groups(grouping.by_seed(lines(made))))
    assert (one["runs"], one["seeds"], other["accuracy_sd"]) == ("2", "2", "")
    assert float(one["accuracy_mean"]) == pytest.approx(2 / 3) and float(one["accuracy_best"]) == 1
    assert one["run_names"].split() == [made[0].name, made[1].name]


def test_every_value_comes_back_from_a_file(tmp_path: Path) -> None:
    chances = np.random.default_rng(1).dirichlet((1, 1, 1), 5)
    found = Predictions(np.arange(5) * 3, np.arange(5) % 3, chances, ("a, b", 'c"d', "e\udc80"))
    exporting.save_predictions(tasks.task("classes", found.classes), found, tmp_path / "x.csv")
    with open(tmp_path / "x.csv", newline="", encoding="utf-8") as file:
        head, *lines_ = csv.reader(file)
    assert head == ["row", "true", "predicted", "a, b", 'c"d', r"e\udc80"]
    assert [int(line[0]) for line in lines_] == found.rows.tolist()
    assert np.array_equal(np.array([line[3:] for line in lines_], np.float32), found.probabilities)
    assert [head.index(line[2]) - 3 for line in lines_] == found.predicted.tolist()
