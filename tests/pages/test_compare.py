"""Compare: the finding, the scores in order, the table, the curves: all equal to what the core says."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from galaxy_core import runs
from galaxy_core.charts import words
from galaxy_core.evaluation import comparison
from tests.pages.stored_runs import copy
from tests.pages.visits import plain


def test_nothing_yet_leads_to_train(visit: Callable, own_runs):
    seen = visit("compare")
    assert "No finished runs yet" in seen.text
    seen.click("Train a first model")
    assert [found.value for found in seen.app.title] == ["Train"]


@pytest.mark.parametrize("measure", comparison.MEASURES)
def test_rows_and_table_by_the_chosen_score(measure: str, visit: Callable, finished: dict[str, runs.Run]):
    seen = visit("compare").choose("Score", measure)
    lines = comparison.table("sample", measure)
    best, score = lines[0], lines[0].score(measure)
    assert f"{best.title} is the best so far" in seen.text and words.percent(score.value) in seen.text
    drawn = plain(seen.html.split('class="gx-scores"')[1])
    wanted = [f"{line.title} {words.percent(line.score(measure).value)}" for line in lines]
    assert all(row in drawn for row in wanted) and sorted(wanted, key=drawn.index) == wanted
    frame = seen.app.dataframe[0].value
    assert frame["Run"].tolist() == [line.run.name for line in lines]
    one = best.summary.macro_f1
    assert frame["Macro-F1"][0] == words.score(one.value, one.low, one.high)
    assert frame["Tested on"].tolist() == [words.count(line.summary.accuracy.n, "image") for line in lines]
    assert frame["Learned numbers"].tolist() == [words.count(line.summary.parameters) for line in lines]


def test_of_many_runs_the_best_have_marks_and_all_stand_in_the_table(visit: Callable, finished: dict, own_runs):
    for number in range(15):
        copy(finished["pca_logistic"], own_runs, f"20260101-0000{number:02}-pca_logistic-0000", seed=number)
    seen = visit("compare")
    assert seen.html.count('role="listitem"') == 12 and "The best 12 of 15 runs; all stand in the table." in seen.text
    assert len(seen.app.dataframe[0].value) == 15


def test_what_changed_since_the_run_before_and_what_was_noted(visit: Callable, finished: dict, own_runs):
    first = copy(finished["majority"], own_runs, "20260101-000000-majority-0000", created=1e9)
    assert "Note" not in visit("compare").app.dataframe[0].value
    second = copy(finished["majority"], own_runs, "20260101-000001-majority-0000", created=1e9 + 1, seed=3)
    runs.describe(second, "<b>Mine</b> *and* yours", "Line one\nline two")
    seen = visit("compare")
    table = seen.app.dataframe[0].value.set_index("Run")
    assert table["Changed since the run before"].to_dict() == {first.name: "", second.name: "seed 0 → 3"}
    assert table["Note"].to_dict() == {first.name: "", second.name: "Line one line two"}
    assert table["Model"][second.name] == "<b>Mine</b> *and* yours"
    assert "<b>Mine</b> *and* yours is the best so far" in seen.text and "<b>Mine" not in seen.html


def test_the_chosen_score_is_kept(visit: Callable, finished: dict[str, runs.Run]):
    seen = visit("compare").choose("Score", "macro_f1").open("home").open("compare")
    assert seen.field("Score").value == "macro_f1" and "every class counts the same" in seen.text


def test_the_best_against_the_next_in_words(visit: Callable, finished: dict[str, runs.Run]):
    best, other = [line for line in comparison.table("sample") if line.run.request.model != "majority"][:2]
    test, text = comparison.difference(best, other), visit("compare").text
    if test.verdict == "more than luck":
        assert f"{100 * test.difference:.1f} points of accuracy more than {other.title}" in text
    else:
        assert f"Between it and {other.title} the difference is too small to call." in text


def test_runs_on_other_test_images_are_not_compared(visit: Callable, finished: dict[str, runs.Run], own_runs):
    first, second = copy(finished["pca_logistic"], own_runs), copy(finished["cnn"], own_runs)
    with np.load(second.folder / "predictions.npz") as found:
        arrays = dict(found)
    arrays["test_rows"] = (arrays["test_rows"] + 1) % 300
    np.savez(second.folder / "predictions.npz", **arrays)
    assert first.is_finished and "was tested on other images, so the two can’t be compared." in visit("compare").text


def test_only_runs_on_the_data_set_of_the_page(visit: Callable, folder_run: runs.Run):
    seen = visit("compare", dataset=folder_run.request.dataset)
    assert seen.app.dataframe[0].value["Run"].tolist() == [folder_run.name]
    assert folder_run.name not in visit("compare").app.dataframe[0].value["Run"].tolist()


def test_curves_of_the_runs_that_learned_by_epochs(visit: Callable, finished: dict[str, runs.Run], own_runs):
    copy(finished["majority"], own_runs)
    assert not visit("compare").charts("vega_lite_chart")
    run = copy(finished["cnn"], own_runs)
    charts = visit("compare").charts("vega_lite_chart")
    assert len(charts) == 2
    for chart, measure in zip(charts, ("val_accuracy", "val_loss"), strict=True):
        drawn = pa.ipc.open_stream(chart.data.data).read_pandas()
        assert drawn["value"].tolist() == [epoch[measure] for epoch in run.history]
        assert drawn["epoch"].tolist() == [1, 2, 3]
