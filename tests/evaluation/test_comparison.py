"""Many runs side by side: chosen by validation images, told by test images; paired tests."""

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import runs, tasks
from galaxy_core.evaluation import Score, comparison, majority, paired, proportion, stored, summaries
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.evaluation.summaries import Summary
from tests.evaluation import finished_runs
from tests.evaluation.finished_runs import finish


@pytest.fixture
def copies(finished: dict[str, runs.Run], own_runs: Path) -> dict[str, runs.Run]:
    """The finished runs in a folder of the test's own, to be changed; nobody has listed them yet."""
    for run in finished.values():
        shutil.copytree(run.folder, own_runs / run.name, ignore=shutil.ignore_patterns(summaries.KEPT))
    return {name: runs.find(run.name) for name, run in finished.items()}


def change(run: runs.Run, **arrays: np.ndarray) -> None:
    with np.load(run.folder / "predictions.npz") as found:
        kept = dict(found)
    np.savez(run.folder / "predictions.npz", **kept | arrays)


@pytest.mark.parametrize("measure", ["accuracy", "macro_f1", "balanced_accuracy"])
def test_a_line_for_every_finished_run_the_best_on_validation_images_first(
    measure: str, finished: dict[str, runs.Run], copies: dict
):
    lines = comparison.table("sample", measure)
    assert {line.run.name for line in lines} == {run.name for run in finished.values()}
    values = [line.validation(measure).value for line in lines]
    assert values == sorted(values, reverse=True)
    for line in lines:
        assert line.score(measure) == stored.scores_of(line.run).values[measure] and line.title == runs.title(line.run)
        assert line.validation(measure) == stored.scores_of(line.run, "validation").values[measure]
        assert line.summary.seconds == line.run.result["cost"]["seconds"] > 0
        said, train = stored.predictions(line.run), stored.predictions(line.run, "train")
        assert line.baseline() == majority(train.labels, said.labels).value


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
        ("größte", (), ["cnn"]), ("TRY first", (), ["cnn"]), ("baseline", (), ["majority"]), ("nothing", (), []),
        (copies["majority"].name, (), ["majority"]), ("", ("majority",), ["majority"]), ("baseline", ("cnn",), []),
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
    assert test.difference == pytest.approx(one.score().value - other.score().value)


def test_runs_on_other_images_are_not_paired(copies: dict[str, runs.Run]):
    rows = stored.predictions(copies["cnn"]).rows
    change(copies["cnn"], test_rows=rows + 1000)
    lines = {line.run.request.model: line for line in comparison.table("sample")}
    assert comparison.difference(lines["cnn"], lines["majority"]) is None


def test_runs_that_call_no_classes_are_not_paired(copies: dict[str, runs.Run], monkeypatch: pytest.MonkeyPatch):
    one, other, *_ = comparison.table("sample")
    numbers = tasks.Predictions(np.arange(3), np.zeros((3, 1)), np.zeros((3, 1)), ("size",))
    monkeypatch.setattr(stored, "predictions", lambda run: numbers)
    assert comparison.difference(one, other) is None


LABELS = np.arange(12) % 3


def right(count: int) -> np.ndarray:
    """Right of twelve images: so many, the first ones."""
    return np.where(np.arange(12) < count, LABELS, (LABELS + 1) % 3)


def scored(made: list[runs.Run]) -> list[RunScore]:
    """Their lines, in the order of a table."""
    return comparison.best_first([finished_runs.line(run) for run in made])


@pytest.mark.usefixtures("own_runs")
def test_validation_images_choose_and_test_images_tell() -> None:
    lucky = finish(LABELS, right(12), chosen=right(5))
    good = finish(LABELS, right(8), chosen=right(9), seed=1)
    old = finish(LABELS, right(11), chosen=None, seed=2)
    lines = scored([lucky, good, old])
    assert [line.run for line in lines] == [good, lucky, old], "what isn't known comes last, however good it is on test"
    assert lines[0].score().value == pytest.approx(8 / 12) and lines[0].validation().value == pytest.approx(9 / 12)
    assert lines[2].validation() is None


@pytest.mark.usefixtures("own_runs")
def test_of_equal_ones_and_of_unknown_ones_the_newest_comes_first() -> None:
    for chosen in (right(6), None):
        made = [finish(LABELS, right(count), chosen=chosen, seed=count) for count in (9, 3, 6)]
        assert [line.run for line in scored(made)] == made[::-1]


@pytest.mark.usefixtures("own_runs")
def test_scores_on_other_images_are_never_ranked_with_each_other() -> None:
    here = [finish(LABELS, right(count), seed=count) for count in (4, 6)]
    there = [finish(LABELS, right(12), rows=range(50, 62), seed=7)]
    elsewhere = [finish(LABELS, right(1), data="b", seed=8)]
    found = comparison.sets([finished_runs.line(run) for run in (*there, *here, *elsewhere)])
    assert [[one.run for one in some] for some in found] == [here[::-1], elsewhere, there], "largest first, then newest"
    assert [one.run for one in scored([*there, *here, *elsewhere])] == [*here[::-1], *elsewhere, *there]


def drawn(random: np.random.Generator, runs_: int, n: int, share: float) -> tuple[np.ndarray, np.ndarray]:
    """How many of n validation and of n test images so many equally good models name: int64 (runs,) twice.

    What is hard for one is hard for all: a third of the variance of a score is that of the images, and shared.
    """
    variance = share * (1 - share) / n
    counts = []
    for _ in range(2):
        shared = share + np.sqrt(variance / 3) * random.normal()
        spread = shared + np.sqrt(variance * 2 / 3) * random.normal(size=runs_)
        counts.append(np.clip(np.rint(n * spread), 0, n).astype(int))
    return counts[0], counts[1]


def misses(times: int, by_test: bool) -> tuple[float, float]:
    """How often the shown interval of the best of 30 equally good runs misses the truth, and by how much its score is
    too good in the mean."""
    share, n, random, missed, gain = 0.6, 1774, np.random.default_rng(5), 0, 0.0
    run = runs.Run(Path("run"), runs.Request("sample", "cnn", {}))
    for _ in range(times):
        validation, test = drawn(random, 30, n, share)
        lines = [
            RunScore(run, str(at), summary(proportion(int(chosen), n), proportion(int(told), n)))
            for at, (chosen, told) in enumerate(zip(test if by_test else validation, test, strict=True))
        ]
        shown = comparison.best_first(lines)[0].score()
        missed += not shown.low <= share <= shown.high
        gain += shown.value - share
    return missed / times, gain / times


def summary(chosen: Score, told: Score) -> Summary:
    """What a list says of a run with these accuracies."""
    validation, test = (tasks.Scores(score.n, {"accuracy": score}, 1.0) for score in (chosen, told))
    return Summary("classes", test, validation, {}, 1.0, 1, 1.0, None, "images", "others", "")


def test_the_shown_interval_of_the_best_of_thirty_holds_the_truth() -> None:
    missed, gain = misses(2000, by_test=False)
    assert missed <= 0.06 and abs(gain) < 0.002, "5 % are meant"
    missed, gain = misses(1000, by_test=True)
    assert 0.3 <= missed <= 0.5 and 0.015 <= gain <= 0.022, "chosen by the test score, it would be far too good"
