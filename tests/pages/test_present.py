"""Present: the demonstration and the game by their addresses, with what is stored; and what can't be shown."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError, datasets, demonstration, runs
from galaxy_core.charts.jpeg import data_uri
from galaxy_core.demonstration import games
from galaxy_core.evaluation import comparison
from galaxy_core.evaluation.pairing import of_right
from galaxy_core.intervals import proportion
from pages.ui import exhibits, quiz
from tests.pages.visits import Visit


@pytest.fixture
def run(trained: dict[str, runs.Run]) -> runs.Run:
    return trained["pca_logistic"]


def stage(seen: Visit) -> dict:
    return seen.data("stage")


def played(visit: Callable, run: runs.Run, answer: Callable[[demonstration.Exhibit], int]) -> Visit:
    """A game in which whoever plays answers so."""
    seen = visit("present", present=f"quiz:{run.name}")
    shown = demonstration.game_pool(run, seen.app.session_state["game"].seed)
    return seen.press("stage", {"answers": [answer(exhibit) for exhibit in shown]})


def keep(seen: Visit, nickname: str) -> Visit:
    """Types it and sends the form, in one go as a browser does."""
    seen.field("Nickname").set_value(nickname)
    return seen.click("Keep this game")


def test_the_demonstration_sends_the_pool_once_with_what_is_stored(visit: Callable, run: runs.Run):
    seen, sample = visit("present", present=run.name), datasets.open_dataset("sample")
    shown, sent = demonstration.pool(run), stage(seen)
    assert len(sent["items"]) == len(shown) and not sent["game"] and len(sent["questions"]) == 1
    assert [answer["name"] for answer in sent["questions"][0]["answers"]] == list(sample.classes)
    for item, exhibit in zip(sent["items"], shown, strict=True):
        assert (item["said"], item["truth"]) == (exhibit.predicted, exhibit.truth)
        assert item["src"] == data_uri(sample.images(np.array([exhibit.row]))[0])
        assert item["bars"][0]["share"] == pytest.approx(float(exhibit.shares.max()))
    assert "Start the demonstration" in seen.press("stage", {"leave": True}).links
    assert "present" not in seen.app.query_params


def test_without_a_name_it_is_the_best_run_wherever_the_address_leads(visit: Callable, run: runs.Run):
    best = comparison.table("sample")[0].run
    for page in ("home", "present", "classify"):
        assert stage(visit(page, present=""))["identity"].startswith(best.name)
        assert stage(visit(page, present="quiz"))["game"] and stage(visit(page, present="quiz:"))["game"]


@pytest.mark.parametrize("value", ["nobody", "quiz:nobody", "../..", "<b>", "x" * 5000, "20200101-000000-a-0000"])
def test_what_cant_be_meant_is_one_sentence(visit: Callable, run: runs.Run, value: str):
    seen = visit("present", present=value)
    assert seen.html.count('role="alert"') == 1 and "There is no run" in seen.text and len(seen.text) < 3000
    assert "Start the demonstration" in seen.links


def test_what_is_gone_or_not_finished_is_one_sentence(visit: Callable, run: runs.Run, monkeypatch: pytest.MonkeyPatch):
    waiting = runs.create(runs.request("sample", "majority"))
    (waiting.folder / "cancel").touch()
    assert "it can be shown once it has finished" in visit("present", present=waiting.name).text
    monkeypatch.setattr(exhibits.stored, "shows", lambda run, galaxies: False)
    seen = visit("present", present=run.name)
    assert seen.html.count('role="alert"') == 1 and "has changed since the run" in seen.text


def test_images_that_cant_be_read_are_one_sentence(visit: Callable, run: runs.Run, monkeypatch: pytest.MonkeyPatch):
    def broken(of: datasets.Galaxies, rows: np.ndarray) -> np.ndarray:
        raise DataError("The file is broken.")

    monkeypatch.setattr(datasets.Galaxies, "images", broken)
    for value in (run.name, f"quiz:{run.name}"):
        exhibits._shown.clear()
        seen = visit("present", present=value)
        assert seen.html.count('role="alert"') == 1 and "The file is broken." in seen.text
        assert "Start the demonstration" in seen.click("Leave").links


def test_a_run_whose_predictions_are_gone_is_one_sentence(visit: Callable, run: runs.Run):
    (run.folder / "predictions.npz").unlink()
    seen = visit("present", present=run.name)
    assert seen.html.count('role="alert"') == 1 and "has no predictions" in seen.text


def test_a_shipped_run_is_shown_where_there_is_no_other(
    visit: Callable, run: runs.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GALAXY_SHIPPED", str(tmp_path / "shipped"))
    shutil.copytree(run.folder, tmp_path / "shipped" / "first-model")
    assert stage(visit("home", present="first-model"))["identity"].startswith("first-model")
    assert not stage(visit("home", present=""))["identity"].startswith("first-model")
    monkeypatch.setenv("GALAXY_RUNS", str(tmp_path / "none"))
    assert stage(visit("home", present="quiz"))["identity"].startswith("first-model")
    runs.shipped.hide(runs.find("first-model"))
    assert stage(visit("home", present=""))["identity"].startswith("first-model")


def test_without_a_run_it_leads_to_train(visit: Callable, own_runs: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GALAXY_SHIPPED", str(own_runs / "none"))
    for value in ("", "quiz"):
        assert "No model to show yet" in visit("home", present=value).text


def test_a_run_whose_model_is_gone_is_shown_by_its_predictions(visit: Callable, run: runs.Run):
    (run.folder / "model.onnx").unlink()
    assert len(stage(visit("present", present=run.name))["items"]) == len(demonstration.pool(run))


def test_a_game_to_its_end_and_kept_under_a_nickname(visit: Callable, run: runs.Run):
    seen = played(visit, run, lambda exhibit: exhibit.truth)
    shown = demonstration.game_pool(run, seen.app.session_state["game"].seed)
    models = sum(exhibit.is_right for exhibit in shown)
    score = proportion(20, 20)
    assert score and f"You named 20 of 20 correctly, the model {models}." in seen.text
    assert f"{100 * score.low:.1f}–100.0" in seen.text
    assert f"{20 - models} galaxies only you named correctly, none only the model" in seen.text or models >= 19
    assert len(seen.data("game-differ")["items"]) == 20 - models
    assert "simulated volunteers said" in str(seen.data("game-hard"))
    assert "There is no nickname" in seen.click("Keep this game").text
    keep(seen, "Ada <b>")
    (kept,) = games.every()
    assert (kept.nickname, kept.yours, kept.models) == ("Ada <b>", 20, models) and "Ada <b>" in seen.text
    assert "Keep this game" not in seen.buttons
    seen.click("Delete")
    assert games.every() == []
    assert "Play again" in seen.buttons and len(stage(seen.click("Play again"))["items"]) == 20


@pytest.mark.parametrize("answers", [[], [99] * 20, ["0"] * 20, [None] * 20])
def test_answers_that_cant_be_given_are_one_sentence(visit: Callable, run: runs.Run, answers: list):
    seen = visit("present", present=f"quiz:{run.name}").press("stage", {"answers": answers})
    assert seen.html.count('role="alert"') == 1 and "play again" in seen.text and "Play again" in seen.buttons


def test_others_see_a_game_but_cant_delete_it(visit: Callable, run: runs.Run):
    keep(played(visit, run, lambda exhibit: 0), "Ada")
    other = visit("present")
    assert "Ada" in other.text and "Delete" not in other.buttons
    shutil.rmtree(run.folder)
    assert "Ada" in visit("present").text


def test_votes_are_shown_question_by_question(visit: Callable, voted: dict[str, runs.Run], monkeypatch):
    run = voted["pca_ridge"]
    monkeypatch.setenv("GALAXY_RUNS", str(run.folder.parent))
    sent, shown = stage(visit("present", present=run.name)), demonstration.pool(run)
    assert [sent["questions"][item["question"]]["words"] for item in sent["items"]] == [
        exhibit.question.words for exhibit in shown
    ]
    first = sent["items"][0]
    count, asked = shown[0].volunteers
    assert f"{count} of {asked} simulated volunteers said" in first["told"] and shown[0].ways[1] in first["more"]
    assert "of 100 volunteers would say" in first["verdict"]


BETTER = "**The model is significantly better**: 9 galaxies only the model named correctly, none only you"
NEITHER = "**No significant difference**: 1 galaxy only you named correctly, none only the model"


@pytest.mark.parametrize(("yours", "models", "said"), [
    ([1] * 12 + [0] * 8, [0] * 12 + [1] + [0] * 7, "**You are significantly better**: 12 galaxies only you"),
    ([0] * 20, [1] * 9 + [0] * 11, BETTER),
    ([1, 0, 0, 0], [0, 0, 0, 0], NEITHER),
    ([1, 0], [0, 1], "**Both are right equally often** on the same 2 galaxies"),
])  # fmt: skip
def test_the_paired_difference_in_words(yours: list[int], models: list[int], said: str):
    assert quiz.difference(of_right(np.array(yours, bool), np.array(models, bool))).startswith(said)
