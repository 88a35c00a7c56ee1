"""Many runs side by side: the table of finished runs, paired tests, the hardest class."""

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import runs
from galaxy_core.evaluation import comparison, majority, paired, per_class, stored


@pytest.fixture
def copies(finished: dict[str, runs.Run], own_runs: Path) -> dict[str, runs.Run]:
    """The finished runs in a folder of the test's own, to be changed; nobody has listed them yet."""
    for run in finished.values():
        shutil.copytree(run.folder, own_runs / run.name, ignore=shutil.ignore_patterns(stored.KEPT))
    return {name: runs.find(run.name) for name, run in finished.items()}


def change(run: runs.Run, **arrays: np.ndarray) -> None:
    with np.load(run.folder / "predictions.npz") as found:
        kept = dict(found)
    np.savez(run.folder / "predictions.npz", **kept | arrays)


@pytest.mark.parametrize("measure", comparison.MEASURES)
def test_a_line_for_every_finished_run_the_best_first(measure: str, finished: dict[str, runs.Run], copies: dict):
    lines = comparison.table("sample", measure)
    assert {line.run.name for line in lines} == {run.name for run in finished.values()}
    values = [line.score(measure).value for line in lines]
    assert values == sorted(values, reverse=True)
    for line in lines:
        assert line.summary.accuracy == stored.scores_of(line.run).accuracy and line.title == runs.title(line.run)
        assert line.summary.seconds == line.run.result["cost"]["seconds"] > 0
        said, train = stored.predictions(line.run), stored.predictions(line.run, "train")
        assert line.summary.guessing == majority(train.labels, said.labels)


def test_runs_are_scored_as_far_as_there_is_time(copies: dict[str, runs.Run]):
    newest = [run.name for run in runs.every()]
    lines, waiting = comparison.table_within(0)
    assert [line.run.name for line in lines] == newest[:1] and [run.name for run in waiting] == newest[1:]
    left = comparison.score(waiting, 0)
    assert [run.name for run in left] == newest[2:] and comparison.score(left, 60) == comparison.score([], 60) == []
    lines, waiting = comparison.table_within(0)
    assert [line.run.name for line in lines] == newest and waiting == []
    assert comparison.best_first(lines) == comparison.table()


def test_what_cannot_be_scored_does_not_wait(copies: dict[str, runs.Run]):
    (copies["cnn"].folder / "predictions.npz").write_bytes(b"PK")
    (copies["majority"].folder / "predictions.npz").unlink()
    lines, waiting = comparison.table_within(60)
    assert [line.run.name for line in lines] == [copies["pca_logistic"].name] and waiting == []
    assert comparison.table_within(0) == (lines, [])


def test_only_runs_on_that_data_set_or_all(copies: dict[str, runs.Run]):
    assert comparison.table("galaxy10_decals") == []
    assert len(comparison.table(None)) == len(comparison.table("sample")) == 3


@pytest.mark.parametrize("damage", ["missing", "cut short", "unfinished"])
def test_a_run_that_cannot_be_read_is_left_out(damage: str, copies: dict[str, runs.Run]):
    folder = copies["cnn"].folder
    if damage == "cut short":
        (folder / "predictions.npz").write_bytes((folder / "predictions.npz").read_bytes()[:200])
    else:
        (folder / ("predictions.npz" if damage == "missing" else "result.json")).unlink()
    left = {line.run.name for line in comparison.table("sample")}
    assert left == {copies["majority"].name, copies["pca_logistic"].name}


def test_lines_by_words_and_models(copies: dict[str, runs.Run]):
    runs.describe(copies["cnn"], title="Die Größte <b>", note="First try\nof a CNN")
    lines = comparison.table("sample")
    assert comparison.matching(lines) == comparison.matching(lines, "  ") == lines
    for words, models, found in (
        ("größte", (), ["cnn"]), ("TRY first", (), ["cnn"]), ("largest", (), ["majority"]), ("nothing", (), []),
        (copies["majority"].name, (), ["majority"]), ("", ("majority",), ["majority"]), ("largest", ("cnn",), []),
    ):  # fmt: skip
        assert [line.run.request.model for line in comparison.matching(lines, words, models)] == found


def test_what_changed_against_the_run_before(copies: dict[str, runs.Run]):
    lines = sorted(comparison.table(), key=lambda line: line.run.request.created)
    found = comparison.changes(lines)
    assert found[0] == () and found[1:] == [runs.changes(line.run, before.run) for before, line in pairwise(lines)]
    assert all("model" in changes[0] for changes in found[1:])


def test_the_paired_test_of_two_lines(copies: dict[str, runs.Run]):
    one, other, *_ = comparison.table("sample")
    test = comparison.difference(one, other)
    assert test == paired(stored.predictions(one.run), stored.predictions(other.run))
    assert test.difference == pytest.approx(one.summary.accuracy.value - other.summary.accuracy.value)


def test_runs_on_other_images_are_not_paired(copies: dict[str, runs.Run]):
    rows = stored.predictions(copies["cnn"]).rows
    change(copies["cnn"], test_rows=rows + 1000)
    lines = {line.run.request.model: line for line in comparison.table("sample")}
    assert comparison.difference(lines["cnn"], lines["majority"]) is None


def test_the_hardest_class_and_what_it_is_taken_for(copies: dict[str, runs.Run]):
    run = copies["cnn"]
    labels = np.repeat(np.arange(10), 3)
    said = labels.copy()
    said[[12, 13, 14]] = [7, 7, 2]  # class 4: none of three, two of them as 7
    said[0] = 9  # class 0: two of three
    random = {part: np.eye(10, dtype=np.float32)[said] for part in ["test_probabilities"]}
    change(run, test_rows=np.arange(30), test_labels=labels, **random)
    found = comparison.hardest(run)
    assert found == comparison.Hardest(label=4, n=3, right=0, instead=7, taken=2)


def test_a_perfect_run_takes_nothing_for_anything(copies: dict[str, runs.Run]):
    run = copies["cnn"]
    labels = np.repeat(np.arange(10), 3)
    change(run, test_rows=np.arange(30), test_labels=labels, test_probabilities=np.eye(10, dtype=np.float32)[labels])
    found = comparison.hardest(run)
    assert (found.right, found.n, found.instead, found.taken) == (3, 3, None, 0)
    assert all(score.recall.value == 1 for score in per_class(stored.predictions(run)))
