"""Compare: the finding, the scores in order, the table, the curves: all equal to what the core says."""

import json
from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from galaxy_core import runs, tasks
from galaxy_core.charts import formatting, measures
from galaxy_core.evaluation import comparison, per_class, stored
from galaxy_core.evaluation.ranking import against_best
from pages.ui import text
from tests.pages.stored_runs import copy
from tests.pages.visits import Visit, plain

MEASURED = {"accuracy": "accuracy", "macro_f1": "macro-F1", "balanced_accuracy": "balanced accuracy"}


def table(seen: Visit) -> pd.DataFrame:
    """The table of runs, or of groups."""
    return next(found.value for found in seen.app.dataframe if {"Run", "Best run"} & set(found.value.columns))


def significance(seen: Visit) -> pd.DataFrame | None:
    """The table of differences."""
    return next((found.value for found in seen.app.dataframe if "Adjusted p-value" in found.value.columns), None)


def tick(seen: Visit, rows: list[int]) -> Visit:
    """Ticks rows of the table of runs, in this order."""
    place = next(found for found in seen.app.dataframe if {"Run", "Best run"} & set(found.value.columns))
    return seen._report(place.proto.id, string_value=json.dumps({"selection": {"rows": rows, "columns": []}}))


def curves(chart) -> pd.DataFrame:
    """The table of a chart of curves; where guessing is drawn behind them, its layers carry their own."""
    if chart.data.data:
        return pa.ipc.open_stream(chart.data.data).read_pandas()
    spec = json.loads(chart.spec)
    tables = [*spec.get("datasets", {}).values(), *(one["data"].get("values", []) for one in spec["layer"])]
    return pd.DataFrame(next(table for table in tables if table and "run" in table[0]))


def names(chart) -> set[str]:
    """The runs of a chart of curves."""
    return set(curves(chart)["run"])


def with_other_images(run: runs.Run) -> runs.Run:
    """The same run, with other rows as its test images."""
    with np.load(run.folder / "predictions.npz") as found:
        arrays = dict(found)
    arrays["test_rows"] = (arrays["test_rows"] + 1) % 300
    np.savez(run.folder / "predictions.npz", **arrays)
    return run


def test_nothing_yet_leads_to_train(visit: Callable, own_runs):
    seen = visit("compare")
    assert "No finished runs yet" in seen.text
    seen.click("Train a first model")
    assert [found.value for found in seen.app.title] == ["Train"]


@pytest.mark.parametrize("measure", MEASURED)
def test_rows_and_table_by_the_chosen_score(measure: str, visit: Callable, finished: dict[str, runs.Run]):
    seen = visit("compare").choose("Score", measure)
    lines = comparison.table("sample", measure)
    best, score = lines[0], lines[0].score(measure)
    assert (
        f"{best.title} is the best so far on validation images" in seen.text
        and formatting.percent(score.value) in seen.text
    )
    drawn = plain(seen.html.split('class="gx-scores"')[1])
    wanted = [f"{line.title} {formatting.percent(line.score(measure).value)}" for line in lines]
    assert all(row in drawn for row in wanted) and sorted(wanted, key=drawn.index) == wanted
    frame = table(seen)
    assert frame["Run"].tolist() == [line.run.name for line in lines]
    chosen = [100 * line.validation(measure).value for line in lines]
    assert frame[f"Validation {MEASURED[measure]}"].tolist() == pytest.approx(chosen) == sorted(chosen, reverse=True)
    one = best.score("macro_f1")
    assert frame["Macro-F1"][0] == pytest.approx(100 * one.value)
    assert frame["Macro-F1, 95 %"][0] == formatting.interval(one.low, one.high)
    assert frame["Test images"].tolist() == [line.summary.n for line in lines]
    assert frame["Parameters"].tolist() == [line.summary.n_parameters for line in lines]


def test_of_many_runs_the_best_have_marks_and_all_stand_in_the_table(visit: Callable, finished: dict, own_runs):
    for number in range(15):
        copy(finished["pca_logistic"], own_runs, f"20260101-0000{number:02}-pca_logistic-0000", seed=number)
    assert len(comparison.table("sample")) == 15  # all are scored: on a busy machine the page shows some later
    seen = visit("compare")
    assert seen.html.count('role="listitem"') == 12 and "The first 12 of 15 runs; all stand in the table." in seen.text
    assert (
        len(table(seen)) == 15 and len(significance(seen)) == 11 and "3 runs further down aren’t compared." in seen.text
    )
    assert "The best of 15 runs on these images, equally good, would look about 0.0 points better" in seen.text


def test_what_changed_since_the_run_before_and_what_was_noted(visit: Callable, finished: dict, own_runs):
    first = copy(finished["majority"], own_runs, "20260101-000000-majority-0000", created=1e9)
    assert "Note" not in table(visit("compare"))
    second = copy(finished["majority"], own_runs, "20260101-000001-majority-0000", created=1e9 + 1, seed=3)
    runs.describe(second, "<b>Mine</b> *and* yours", "Line one\nline two")
    seen = visit("compare")
    found = table(seen).set_index("Run")
    assert found["Changes"].to_dict() == {first.name: "", second.name: "seed 0 → 3"}
    assert found["Note"].to_dict() == {first.name: "", second.name: "Line one line two"}
    assert found["Model"][second.name] == "<b>Mine</b> *and* yours"
    assert "<b>Mine</b> *and* yours is the best so far" in seen.text and "<b>Mine" not in seen.html


def test_runs_without_validation_scores_come_last_and_say_so(visit: Callable, finished: dict, own_runs):
    old, new = copy(finished["cnn"], own_runs), copy(finished["majority"], own_runs)
    with np.load(old.folder / "predictions.npz") as found:
        arrays = {name: found[name] for name in found if not name.startswith("validation")}
    np.savez(old.folder / "predictions.npz", **arrays)
    seen = visit("compare")
    assert table(seen)["Run"].tolist() == [new.name, old.name]
    assert "Of 1 run no validation score is known; such runs come last." in seen.text
    assert "no validation score" in plain(seen.html.split('class="gx-scores"')[1])
    runs.delete(new)
    assert "None of these runs is called the best." in visit("compare").text


def test_the_chosen_score_is_kept(visit: Callable, finished: dict[str, runs.Run]):
    seen = visit("compare").choose("Score", "macro_f1").open("home").open("compare")
    assert seen.field("Score").value == "macro_f1" and "so that each counts the same" in seen.text


@pytest.mark.parametrize("measure", MEASURED)
def test_which_differences_are_significant(measure: str, visit: Callable, finished: dict[str, runs.Run]):
    ranking, known = against_best(comparison.table("sample", measure), measure), tasks.kind("classes").measure(measure)
    seen = visit("compare").choose("Score", measure)
    frame = significance(seen)
    assert frame["Compared with"].tolist() == [one.line.title for one in ranking.against]
    assert frame["Difference"].tolist() == pytest.approx([100 * one.difference for one in ranking.against])
    assert frame["Significant"].tolist() == ["yes" if one.significant else "no" for one in ranking.against]
    next_one = next(one for one in ranking.against if one.line.run.request.model != "majority")
    if next_one.significant:
        assert f"{measures.better(known, next_one.difference)} than {next_one.line.title}" in seen.text
    else:
        assert f"Its difference from {next_one.line.title} is not significant." in seen.text
    assert ("McNemar" in seen.text) is (measure == "accuracy") and ("bootstrap" in seen.text) is (measure != "accuracy")
    assert "enough to correct for its 2 comparisons (Holm)" in seen.text


def test_runs_on_other_test_images_are_not_compared(visit: Callable, finished: dict[str, runs.Run], own_runs):
    first, second = copy(finished["pca_logistic"], own_runs), with_other_images(copy(finished["cnn"], own_runs))
    seen = visit("compare")
    assert first.is_finished and "was tested on other images, so the two can’t be compared." in seen.text
    assert significance(seen) is None and sorted(table(seen)["Test set"]) == ["A", "B"]
    assert "Other test images: these scores can’t be ranked with those above." in seen.text and second.is_finished
    assert seen.html.count('class="gx-scores"') == 2
    assert "Left out: 1 run tested on other images." in seen.text
    copy(finished["majority"], own_runs)
    with_other_images(copy(finished["majority"], own_runs, "20260101-000000-majority-0000"))
    seen = visit("compare")
    assert "tested on other images, so they can’t be compared with it." in seen.text and len(significance(seen)) == 1


def test_one_run_is_compared_with_nothing(visit: Callable, finished: dict[str, runs.Run], own_runs):
    copy(finished["majority"], own_runs)
    seen = visit("compare")
    assert significance(seen) is None and "Significant differences" not in seen.text and len(table(seen)) == 1


def test_the_table_by_words_and_models(visit: Callable, finished: dict[str, runs.Run]):
    seen = visit("compare").choose("Find", "BASELINE")
    assert table(seen)["Run"].tolist() == [finished["majority"].name] and "1 of 3 runs" in seen.text
    assert not seen.charts
    seen.choose("Find", "").choose("Models", ["cnn", "pca_logistic"])
    assert set(table(seen)["Run"]) == {finished["cnn"].name, finished["pca_logistic"].name}
    seen.choose("Find", "nothing has this name")
    assert len(table(seen)) == 0 and "0 of 3 runs" in seen.text
    assert "is the best so far" in seen.text, "the finding is of all runs"


def test_seeds_together_and_models(visit: Callable, finished: dict[str, runs.Run], own_runs):
    for seed in range(3):
        copy(finished["pca_logistic"], own_runs, f"20260101-00000{seed}-pca_logistic-0000", seed=seed)
    copy(finished["majority"], own_runs)
    seen = visit("compare").choose("Show", "seeds")
    for frame in (table(seen), table(seen.choose("Show", "models"))):
        rows, one = frame.set_index("Best run"), comparison.table("sample")[0]
        assert rows.loc[one.run.name, ["Runs", "Seeds"]].tolist() == [3, 3] and len(rows) == 2
        assert rows.loc[one.run.name, ["Mean accuracy", "Best accuracy"]].tolist() == pytest.approx(
            [100 * one.score().value] * 2
        )
        assert rows["accuracy, ±"][one.run.name] == pytest.approx(0) and rows["accuracy, ±"].isna().sum() == 1
    assert "the run that validation images choose" in seen.text
    with_other_images(runs.find("20260101-000000-pca_logistic-0000"))
    seen = visit("compare").choose("Show", "models")
    assert "“Test set” tells them apart" in seen.text and len(table(seen)) == 3
    assert len(table(seen.choose("Show", "seeds"))) == 3


def test_ticked_rows_are_drawn_and_downloaded(visit: Callable, finished: dict[str, runs.Run], own_runs):
    made = [copy(finished["cnn"], own_runs, f"20260101-00000{seed}-cnn-0000", seed=seed) for seed in range(6)]
    seen = visit("compare")
    assert len(names(seen.charts[0])) == 4
    tick(seen, [5, 1])
    order = [line.run for line in comparison.table("sample")]
    assert names(seen.charts[0]) == {runs.title(order[5]), runs.title(order[1])}
    offered = [one.label for one in seen.app.get("download_button") if one.proto.id.rpartition("-predictions-")[1]]
    assert offered == [text.literal(runs.title(order[at])) for at in (5, 1)] and len(made) == 6
    assert "Inspect and compare two" in seen.links
    tick(seen.choose("Show", "seeds"), [0])
    assert len(names(seen.charts[0])) == 6


def test_what_a_score_costs_and_which_classes_are_known(visit: Callable, finished: dict[str, runs.Run]):
    seen, lines = visit("compare"), comparison.table("sample")
    drawn = [pa.ipc.open_stream(chart.data.data).read_pandas() for chart in seen.charts[2:]]
    assert len(drawn) == 2 and set(drawn[0]["run"]) == {line.title for line in lines}
    best = max(drawn[0]["score"])
    assert best == lines[0].validation().value and "1 " in seen.text
    assert lines[-1].title not in set(drawn[1]["run"]), "the majority learned no numbers"
    heat = plain(seen.html.split('class="gx-heat"')[1].replace("<td", " <td"))
    scores = [formatting.share(one.f1.value).removesuffix(" %") for one in per_class(stored.predictions(lines[0].run))]
    assert f"{lines[0].title} {' '.join(scores)}" in heat and "the hardest class" in seen.text


def test_every_chart_can_be_downloaded_as_a_picture(visit: Callable, finished: dict[str, runs.Run]):
    seen = visit("compare")
    labels = [one.label for one in seen.app.get("download_button")]
    assert labels.count("Picture (PNG)") == labels.count("Picture (SVG)") == 6  # scores, two curves, two costs, classes
    assert "Download table (CSV)" in labels


def test_only_runs_on_the_data_set_of_the_page(visit: Callable, folder_run: runs.Run):
    seen = visit("compare", dataset=folder_run.request.dataset)
    assert table(seen)["Run"].tolist() == [folder_run.name]
    assert folder_run.name not in table(visit("compare"))["Run"].tolist()


def test_curves_of_the_runs_that_learned_by_epochs(visit: Callable, finished: dict[str, runs.Run], own_runs):
    copy(finished["majority"], own_runs)
    assert not visit("compare").charts
    run = copy(finished["cnn"], own_runs)
    charts = visit("compare").charts
    assert len(charts) == 4
    for chart, measure in zip(charts[:2], ("val_accuracy", "val_loss"), strict=True):
        drawn = curves(chart)
        assert drawn["value"].tolist() == [epoch[measure] for epoch in run.history]
        assert drawn["epoch"].tolist() == [1, 2, 3]
