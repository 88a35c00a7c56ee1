"""The run that comes with this program, on the pages of somebody who has trained nothing yet, and of one who has."""

from collections.abc import Callable

import pytest

from galaxy_core import runs
from galaxy_core.datasets import drawing
from galaxy_core.evaluation import comparison
from tests.pages.test_compare import table as listed
from tests.pages.test_runs import table, tick

TITLE = "First model (shipped)"


def test_home_has_a_result_that_is_called_nobodys_best(visit: Callable, first_model: runs.Run):
    seen = visit()
    assert "A first result, shipped" in seen.text and "best result so far" not in seen.text
    assert TITLE in seen.text and "drawn galaxies" in seen.text and "Train your own" in seen.links
    assert " galaxies it recognised " in seen.text and len(seen.data("hardest")["items"]) == 4


def test_the_first_page_waits_for_no_galaxy_to_be_drawn(
    visit: Callable, first_model: runs.Run, monkeypatch: pytest.MonkeyPatch
):
    def refused(*_: object) -> None:
        raise AssertionError("drawn")

    monkeypatch.setattr(drawing, "draw", refused)
    seen = visit()
    assert not seen.has("board-empty") and sum(len(item["images"]) for item in seen.data("board")["items"]) == 20
    assert "Drawing the pictures. Everything else works meanwhile." in seen.text, "the others, once this is seen"


def test_compare_has_a_row_and_says_whose_it_is(visit: Callable, first_model: runs.Run):
    seen = visit("compare")
    assert f"{TITLE}: it names" in seen.text and "It came with this program" in seen.text
    assert "best so far" not in seen.text
    assert list(listed(seen)["Run"]) == ["first-model"]
    seen.choose("Score", "macro_f1")
    assert TITLE in seen.text


def test_inspect_has_a_matrix_with_its_images(visit: Callable, first_model: runs.Run):
    seen = visit("inspect")
    assert "has changed" not in seen.text and "799 drawn test images" in seen.text
    seen.press("matrix-first-model", [[2, 3]])
    assert seen.data("inspect")["items"], "they are drawn one by one"


def test_classify_has_an_answer(visit: Callable, first_model: runs.Run):
    seen = visit("classify")
    assert f"{TITLE} says" in seen.text and "on drawn galaxies" in seen.text


def test_ones_own_run_is_the_best_though_the_shipped_one_is_better(visit: Callable, beside: dict[str, runs.Run]):
    best = comparison.own(comparison.table("sample"))[0]
    home, compare = visit(), visit("compare")
    assert f"{best.title} · " in home.text and "The best of 3 runs on validation images." in home.text
    assert f"{best.title} is the best so far on validation images, shipped ones aside" in compare.text
    assert "Shipped runs come last." in compare.text
    assert list(listed(compare)["Run"])[-1] == "first-model" and len(listed(compare)) == 4
    assert sum(listed(compare.choose("Show", "models"))["Runs"]) == 3, "groups are of one's own runs"
    assert visit("classify").field("Model").value == best.run.name


def test_it_is_hidden_and_shown_again_on_home(visit: Callable, first_model: runs.Run):
    seen = visit().click("Hide")
    assert TITLE not in seen.text and "1 shipped run is hidden." in seen.text
    assert "Train a first model" in seen.links and "No finished runs yet" in visit("compare").text
    assert TITLE in seen.click("Show again").text


def test_on_runs_it_is_told_apart_and_can_only_be_hidden(visit: Callable, beside: dict[str, runs.Run]):
    seen = visit("runs")
    assert list(table(seen).value["State"]) == ["Finished"] * 3 + ["Shipped"]
    tick(seen, 3)
    assert "Hide" in seen.buttons and not {"Delete", "Name and note", "Continue"} & {*seen.buttons}
    tick(seen, 0, 3)
    assert "Delete (1)" in seen.buttons and "Name and note (1)" in seen.buttons
    seen.click("Hide")
    assert len(table(seen).value) == 3 and "1 shipped run is hidden." in seen.text
    assert len(table(seen.click("Show again")).value) == 4
