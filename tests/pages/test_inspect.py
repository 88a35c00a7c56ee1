"""Inspect: the matrix, the images behind a cell, one image large, scores class by class."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from galaxy_core import datasets, glossary, runs
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.jpeg import data_uri
from galaxy_core.evaluation import Predictions, by_similarity, images, mistakes, per_class, stored
from galaxy_core.storage import atomic
from tests.pages.stored_runs import copy
from tests.pages.visits import Visit


@pytest.fixture
def run(finished: dict[str, runs.Run], prepared: np.ndarray) -> runs.Run:
    return finished["pca_logistic"]


@pytest.fixture
def said(run: runs.Run) -> Predictions:
    return stored.predictions(run)


@pytest.fixture
def seen(visit: Callable, run: runs.Run) -> Visit:
    return visit("inspect", run=run.name)


def shown(seen: Visit) -> list[str]:
    return [item["src"] for item in seen.data("inspect")["items"]]


def test_the_matrix_is_that_of_the_predictions(seen: Visit, run: runs.Run, said: Predictions):
    seen.choose("Numbers in the cells", "count")
    cells = seen.data(f"matrix-{run.name}")["cells"]
    assert [[cell[0] for cell in row] for row in cells] == [
        [str(n) if n else "·" for n in row] for row in said.confusion
    ]
    assert [label["name"] for label in seen.data(f"matrix-{run.name}")["labels"]] == list(said.classes)
    score = stored.scores_of(run).accuracy
    assert f"Accuracy {formatting.score(score.value, score.low, score.high)} on " in seen.text
    assert f"{said.n} drawn test images" in seen.text


def test_all_images_mistakes_first_the_surest_first(seen: Visit, said: Predictions, prepared: np.ndarray):
    wrong = mistakes(said)
    assert f"All {formatting.count(said.n, 'image')}, {formatting.count(len(wrong), 'mistake')} among them" in seen.text
    assert shown(seen) == [data_uri(prepared[said.rows[at]]) for at in images(said)[:60]]
    assert shown(seen)[: len(wrong)] == [data_uri(prepared[said.rows[at]]) for at in wrong[:60]]
    labels = class_labels(said.classes)
    for item, at in zip(seen.data("inspect")["items"], wrong[:60], strict=False):
        sure = formatting.share(float(said.confidence[at])).replace(" ", "\u00a0")
        truth, called = labels[said.labels[at]], labels[said.predicted[at]]
        assert item["lines"] == [f"{called.short}, {sure}\u00a0sure", f"is {truth.short}"]
        assert (item["bars"][0]["glyph"], item["bars"][0]["kind"]) == (called.glyph, "wrong") and item["link"] is None
        shares = [bar["share"] for bar in item["bars"]]
        assert shares == sorted(said.probabilities[at].tolist(), reverse=True)[:3]


@pytest.mark.parametrize("order", ["least certain", "right"])
def test_other_orders(seen: Visit, said: Predictions, prepared: np.ndarray, order: str):
    seen.choose("Images", order)
    assert shown(seen) == [data_uri(prepared[said.rows[at]]) for at in images(said, order=order)[:60]]


def test_a_cell_shows_exactly_its_images(seen: Visit, run: runs.Run, said: Predictions, prepared: np.ndarray):
    for true, called in zip(*np.nonzero(said.confusion), strict=True):
        seen.press(f"matrix-{run.name}", [[int(true), int(called)]])
        wanted = np.flatnonzero((said.labels == true) & (said.predicted == called))
        assert sorted(shown(seen)) == sorted(data_uri(prepared[said.rows[at]]) for at in wanted)
        share = formatting.share(len(wanted) / (said.labels == true).sum())
        assert f"{len(wanted)} of {(said.labels == true).sum()} ({share}), with the model’s certainty" in seen.text
        assert f"in truth {said.classes[true]} called {said.classes[called]}" in seen.text


def test_a_row_and_a_column_show_all_their_images(seen: Visit, run: runs.Run, said: Predictions, prepared: np.ndarray):
    true, called = np.argwhere(said.confusion * ~np.eye(10, dtype=bool))[0].tolist()
    for cell, of in (((true, None), said.labels == true), ((None, called), said.predicted == called)):
        seen.press(f"matrix-{run.name}", [list(cell)])
        wanted = images(said, *cell)
        assert sorted(wanted) == np.flatnonzero(of).tolist()
        assert shown(seen) == [data_uri(prepared[said.rows[at]]) for at in wanted[:60]]
        wrong = int((of & ~said.right).sum())
        assert (
            f"{formatting.count(int(of.sum()), 'image')}, {formatting.count(wrong, 'mistake')} among them" in seen.text
        )


def test_what_is_picked_stands_in_the_address(visit: Callable, seen: Visit, run: runs.Run, said: Predictions):
    true, called = np.argwhere(said.confusion)[0].tolist()
    seen.press(f"matrix-{run.name}", [[true, called]])
    address = dict(seen.app.query_params.items())
    assert (address["true"], address["called"]) in ((str(true), str(called)), ([str(true)], [str(called)]))
    one = visit("inspect", run=run.name, true=str(true), called=str(called))  # somebody else opens the link
    assert shown(one) == shown(seen) and one.data(f"matrix-{run.name}")["told"] == [true, called]
    one.click("Clear")
    assert "true" not in one.app.query_params and len(shown(one)) == min(60, said.n)
    one.open("inspect", run=run.name, called=str(called))  # and later another one, in the same session
    assert one.data(f"matrix-{run.name}")["told"] == [None, called]


@pytest.mark.parametrize("value", ["99", "-1", "x", "1.5", "²", "9" * 30])
def test_an_address_of_no_cell_is_as_if_there_were_none(visit: Callable, run: runs.Run, said: Predictions, value: str):
    seen = visit("inspect", run=run.name, true=value)
    assert seen.data(f"matrix-{run.name}")["told"] is None and len(shown(seen)) == min(60, said.n)


def test_classes_in_the_order_of_what_is_confused(seen: Visit, run: runs.Run, said: Predictions):
    seen.choose("Order of the classes", "similarity")
    data = seen.data(f"matrix-{run.name}")
    assert data["order"] == by_similarity(said.confusion).tolist() and sorted(data["order"]) == list(range(10))


def test_shares_of_what_it_calls_a_class(seen: Visit, run: runs.Run, said: Predictions):
    seen.choose("Numbers in the cells", "precision")
    cells, called = seen.data(f"matrix-{run.name}")["cells"], said.confusion.sum(axis=0)
    for number in np.flatnonzero(called):
        assert cells[number][number][0] in (
            formatting.share(said.confusion[number, number] / called[number]).removesuffix(" %"), "·",
        )  # fmt: skip


@pytest.mark.parametrize(("part", "word"), [("validation", "validation"), ("train", "training")])
def test_other_parts_say_what_they_decided(seen: Visit, run: runs.Run, part: str, word: str):
    assert glossary.explained("test").replace("*", "") in seen.text
    seen.choose("Evaluate on", part)
    other = stored.predictions(run, part)
    assert (
        glossary.explained(word).replace("*", "") in seen.text
        and f"All {formatting.count(other.n, 'image')}" in seen.text
    )
    assert glossary.meaning("test")[1:] not in seen.text


def test_a_run_whose_predictions_are_gone_shows_what_is_left(visit: Callable, trained: dict[str, runs.Run]):
    (trained["cnn"].folder / "predictions.npz").unlink()
    seen = visit("inspect", run=trained["cnn"].name)
    assert "no predictions" in seen.text and "What is left of the run is shown instead." in seen.text
    assert trained["cnn"].name in seen.text and len(seen.charts) == 2
    assert not seen.has("inspect")


def test_the_nearest_images_are_of_those_it_learned_from(seen: Visit, run: runs.Run, said: Predictions):
    seen.press("inspect", 1)
    rows = set(stored.predictions(run, "train").rows.tolist())
    near = [int(item["lines"][1].removeprefix("no. ").replace(",", "")) for item in seen.data("alike")["items"]]
    assert len(set(near)) == 6 and set(near) <= rows


def test_clear_and_pressing_again_let_go(seen: Visit, run: runs.Run, said: Predictions):
    every, key = shown(seen), f"matrix-{run.name}"
    cell = np.argwhere(said.confusion)[0].tolist()
    assert shown(seen.press(key, [cell])) != every
    assert shown(seen.press(key, [None])) == every
    seen.press(key, [cell]).click("Clear")
    assert shown(seen) == every and seen.data(key)["told"] is None
    assert shown(seen.press(key, [cell])) != every


def test_an_image_opens_large_with_all_it_said(seen: Visit, said: Predictions):
    seen.press("inspect", 2)
    at = mistakes(said)[2]
    assert "Drawn as (synthetic)" in seen.text and "The model said" in seen.text
    top = said.probabilities[at].argmax()
    assert f"{said.classes[top]} {formatting.share(float(said.probabilities[at, top]))}" in seen.text
    row = said.rows[at]
    assert f"{datasets.open_dataset('sample').redshift[row]:.3f}" in seen.text or "Redshift" not in seen.text


def test_scores_of_every_class(seen: Visit, said: Predictions):
    frame = seen.app.dataframe[0].value
    wanted = per_class(said)
    assert frame["Class"].tolist() == list(said.classes) and frame["Support"].tolist() == [one.n for one in wanted]
    for column, name in (("Recall", "recall"), ("F1", "f1")):
        scores = [getattr(one, name) for one in wanted]
        cells = [formatting.score(one.value, one.low, one.high) if one else formatting.MISSING for one in scores]
        assert frame[column].tolist() == cells


def test_pages_of_images(visit: Callable, finished: dict[str, runs.Run], prepared: np.ndarray):
    run = finished["majority"]
    said, seen = stored.predictions(run), visit("inspect", run=run.name)
    wrong = mistakes(said)
    assert len(shown(seen)) == min(60, said.n) and f"1–{min(60, said.n)} of {said.n}" in seen.text and len(wrong)


def test_the_choice_of_a_run_stands_in_the_address_and_is_kept(visit: Callable, finished: dict[str, runs.Run]):
    wanted = finished["majority"].name
    seen = visit("inspect", run=wanted)
    assert seen.field("Run").value == wanted == seen.app.query_params["run"]
    seen.open("home").open("inspect")
    assert seen.has(f"matrix-{wanted}") and seen.app.query_params["run"] == wanted
    other = finished["cnn"].name
    seen.choose("Run", other)
    assert seen.has(f"matrix-{other}") and seen.app.query_params["run"] == other
    assert seen.open("train").open("inspect", run=wanted).has(f"matrix-{wanted}")


def test_a_link_to_a_run_that_is_not_here(visit: Callable, finished: dict[str, runs.Run]):
    seen = visit("inspect", run="<script>x")
    assert "The run “<script>x” isn’t here" in seen.text and "<script" not in seen.html
    assert "The newest one is shown instead." in seen.text


def test_corrected_labels_are_said_and_the_images_still_shown(
    visit: Callable, run: runs.Run, monkeypatch: pytest.MonkeyPatch
):
    sample = datasets.open_dataset("sample")
    labels = sample.labels.copy()
    labels[:15] = (labels[:15] + 1) % 10
    monkeypatch.setattr(datasets, "opened", lambda reference: replace(sample, targets=labels))
    seen = visit("inspect", run=run.name)
    assert "15 labels have been corrected since this run was trained. Its scores are those of the labels" in seen.text
    assert seen.has("inspect") and shown(seen)


def test_no_images_of_a_data_set_that_has_changed(visit: Callable, trained: dict[str, runs.Run]):
    run = trained["cnn"]
    result = run.result
    result["made_by"]["images"] = "another"
    atomic.write_json(run.folder / "result.json", result)
    seen = visit("inspect", run=run.name)
    assert "The data set has changed since this run." in seen.text
    assert seen.has(f"matrix-{run.name}") and not seen.has("inspect")


def test_classes_called_by_a_tag_stay_text(visit: Callable, folder_run: runs.Run):
    seen = visit("inspect", run=folder_run.name)
    seen.press(f"matrix-{folder_run.name}", [[0, 0]])
    assert "in truth <script>alert(1)<!--" in seen.text and "<script" not in seen.html


def test_a_run_without_a_mistake(visit: Callable, finished: dict[str, runs.Run], own_runs):
    run = copy(finished["cnn"], own_runs)
    with np.load(run.folder / "predictions.npz") as found:
        arrays = dict(found)
    arrays["test_probabilities"] = np.eye(10, dtype=np.float32)[arrays["test_labels"]]
    np.savez(run.folder / "predictions.npz", **arrays)
    seen = visit("inspect", run=run.name)
    n = len(arrays["test_labels"])
    assert f"All {n} images, 0 mistakes among them" in seen.text and len(shown(seen)) == min(60, n)
