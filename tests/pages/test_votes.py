"""Votes on every page: the tree, the answers, one galaxy at a time; the same numbers as the core's."""

from collections.abc import Callable

import numpy as np
import pytest

from galaxy_core import augmentations, datasets, prediction, presets, queue, runs
from galaxy_core.datasets import rules
from galaxy_core.evaluation import stored
from galaxy_core.tasks.voting import opinions, words
from galaxy_core.tasks.voting.predictions import Predictions


@pytest.fixture(scope="module")
def voted(tmp_path_factory: pytest.TempPathFactory, until: Callable) -> runs.Run:
    """Two finished runs that look at few pixels, in a folder of their own; the better one."""
    folder, patch = tmp_path_factory.mktemp("votes"), pytest.MonkeyPatch()
    with patch.context() as inside:
        inside.setenv("GALAXY_RUNS", str(folder))
        made = [queue.submit(runs.request("sample_votes", model)) for model in ("column_mean", "pca_ridge")]
        for run in made:
            until(lambda run=run: run.status in ("finished", "failed"), 240, f"training of {run.name}")
            assert run.is_finished, run.log()
    return made[1]


@pytest.fixture
def place(voted: runs.Run, monkeypatch: pytest.MonkeyPatch) -> runs.Run:
    monkeypatch.setenv("GALAXY_RUNS", str(voted.folder.parent))
    return voted


def test_explore_shows_the_tree_and_who_was_voted_for(visit: Callable, place: runs.Run, prepared: np.ndarray):
    galaxies = datasets.open_dataset("sample_votes")
    tree, seen = galaxies.task.tree, visit("explore", dataset="sample_votes")
    assert words.path(tree, opinions.mean(tree, galaxies.targets).fractions).split("“")[1] in seen.text
    key = f"tree-{galaxies.identity.images}"
    assert seen.data(key)["html"].count("data-question") == 2 * len(tree.questions)  # and in the list
    assert "Most voted for: Smooth" in seen.text
    seen.press(key, ["t03"])
    assert tree.questions[2].words in seen.text and "Most voted for: Bar" in seen.text
    column, counted = tree.slices[2].start, tree.totals(galaxies.targets[:, 0])[:, 2] >= 10
    best = np.nanmax(np.where(counted, galaxies.targets[:, 1, column], np.nan))
    assert seen.data("most-voted")["items"][0]["lines"][0] == f"{100 * best:.0f} %"


def test_a_question_that_is_pressed_has_its_answers_scrolled_to(visit: Callable, place: runs.Run, prepared: np.ndarray):
    galaxies = datasets.open_dataset("sample_votes")
    tree, answers = f"tree-{galaxies.identity.images}", f"answers-{galaxies.identity.images}"
    seen = visit("explore", dataset="sample_votes")
    assert seen.data(answers)["seen"] == 0 and len(seen.data(answers)["rows"]) == 3
    seen.press(answers, [2])
    assert seen.data(answers)["seen"] == 0 and "Most voted for: Star or artifact" in seen.text
    seen.press(tree, ["t02"])
    assert seen.data(answers)["seen"] == 1 and len(seen.data(answers)["rows"]) == 2
    assert "Most voted for: Edge-on" in seen.text  # the first answer: what was picked belonged to another question


def test_homes_board_has_galaxies_of_each_question_and_leads_to_it(
    visit: Callable, place: runs.Run, prepared: np.ndarray
):
    tree, seen = datasets.open_dataset("sample_votes").task.tree, visit(dataset="sample_votes")
    items = seen.data("board")["items"]
    assert [item["short"] for item in items] == [question.answers[0].title for question in tree.questions]
    assert all(len(item["images"]) == 2 for item in items) and "Volunteers have answered questions" in seen.text
    seen.press("board", 3)
    assert [found.value for found in seen.app.title] == ["Explore"] and tree.questions[3].words in seen.text


def test_explore_offers_the_rules_that_make_classes(visit: Callable, place: runs.Run, prepared: np.ndarray):
    seen = visit("explore", dataset="sample_votes").unfold("Classes out of these votes")
    for name in ("five", "bars"):
        made = datasets.open_dataset(f"sample_votes:{name}")
        assert f"{rules.rule(name).TITLE}: {made.n} of 300 galaxies fit" in seen.text
        counts = np.bincount(made.labels)
        assert all(f"{n} {label}" in seen.text for n, label in zip(counts, made.classes, strict=True))
    assert rules.left_out_in_words(rules.left_out(datasets.open_dataset("sample_votes"), "five")) in seen.text
    next(button for button in seen.app.button if button.key == "choose-five").click()
    assert "Mean image of each class" in seen.run().text
    assert "sample_votes:five" in str(seen.app.query_params["dataset"])


def test_a_galaxy_large_says_what_volunteers_and_the_model_say(visit: Callable, place: runs.Run, prepared: np.ndarray):
    said = Predictions.of(stored.predictions(place))
    galaxies, row = datasets.open_dataset("sample_votes"), int(said.rows[0])
    voted = opinions.voted(said.tree, galaxies.targets[row])
    wanted = words.path(said.tree, voted.fractions, voted.totals)
    seen = visit("explore", dataset="sample_votes", galaxy=str(row))
    assert "Simulated volunteers said" in seen.text and wanted in seen.text and "The model says" not in seen.text
    seen = visit("inspect", run=place.name, galaxy=str(row))
    assert wanted in seen.text and "The model says" in seen.text
    assert words.path(said.tree, opinions.predicted(said.tree, said.outputs[0]).fractions) in seen.text
    lit = seen.choose("Picture", "Occlusion").choose("What speaks for", 1).text
    assert f"for {galaxies.task.titled(galaxies.task.names[1])}" in lit


def test_inspect_tells_each_question_and_one_galaxy(visit: Callable, place: runs.Run):
    seen, said = visit("inspect", run=place.name), Predictions.of(stored.predictions(place))
    scores = stored.scores_of(place)
    table = seen.app.dataframe[0].value
    assert table["RMSE"].tolist()[0] == f"{scores.questions['t01'].rmse.value:.3f}" and len(table) == 11
    assert "nearest to what the volunteers’ own noise leaves" in seen.text.replace("'", "’")
    shown = int(seen.data("vote-galaxies")["items"][0]["lines"][0].removeprefix("No. ").replace(",", ""))
    at = int(np.flatnonzero(said.rows == shown)[0])
    assert words.path(said.tree, said.voted[at], said.totals[at]).split("“")[0] in seen.text
    assert f"The tree of no. {shown:,}" in seen.text and seen.data("one-tree")["html"].count("gx-voted") > 5
    before = seen.data("one-tree")["seen"]
    assert seen.press("vote-galaxies", 0).data("one-tree")["seen"] == before + 1  # what is below is scrolled to
    at = opinions.predicted(said.tree, said.outputs[at])
    assert "The model says" not in seen.text and "The model says" in seen.click("See it large").text
    assert seen.text.count(words.path(said.tree, at.fractions)) == 2  # beside its tree, and in the large view
    seen = visit("inspect", run=place.name).choose("Question", 2)
    assert "Furthest off: Bar" in seen.text


def test_classify_says_how_volunteers_would_answer(visit: Callable, place: runs.Run):
    seen, said = (
        visit("classify", run=place.name).choose("Model", place.name),
        Predictions.of(stored.predictions(place)),
    )
    at = int(np.random.default_rng([0, 5]).integers(said.n))
    image = datasets.open_dataset("sample_votes").images(said.rows[at : at + 1])
    outputs = prediction.classifier(place).images(image)[0]
    assert words.path(said.tree, opinions.predicted(said.tree, outputs).fractions).split("“")[1] in seen.text
    assert ("Simulated volunteers" in seen.text and "one-tree" in str(seen.app.session_state)) or seen.data("one-tree")
    seen.click("Another galaxy")
    seen.choose("From", "From the sky").choose("From", "My own image")
    assert "Pictures of galaxies" in str(seen.app.file_uploader[0].label)


def test_compare_and_home_by_the_scores_of_votes(visit: Callable, place: runs.Run):
    seen = visit("compare", dataset="sample_votes")
    assert "RMSE by question" in seen.text and seen.html.count('class="gx-top"') == 11
    assert "is the best so far on validation images" in seen.text
    home = visit("home", dataset="sample_votes").text
    assert "nearest to what the volunteers" in home and "Hardest class" not in home
    other = next(run for run in runs.every() if run.name != place.name)
    table = visit("inspect", run=place.name, beside=other.name).app.dataframe[0].value
    assert table.columns.tolist()[2:5] == ["RMSE, A", "95 % interval, A", "RMSE, B"]


def test_what_others_reported_of_questions_stands_by_itself(
    visit: Callable, place: runs.Run, monkeypatch: pytest.MonkeyPatch
):
    figures = presets.preset("gz2-votes").PUBLISHED
    seen = visit("compare", dataset="sample_votes")
    assert "Reported by others, by question" not in seen.text
    monkeypatch.setattr(presets, "published", lambda dataset, ran=(): figures)
    seen.run()
    (table,) = [each.value for each in seen.app.dataframe if "How it was measured" in each.value]
    assert len(table) == 10 and table["Majority named"].iloc[0] == "93.52 %"


def test_train_offers_the_heads_of_votes(visit: Callable, place: runs.Run):
    assert "dirichlet" in " ".join(map(str, visit("train", dataset="sample_votes").field("Head").options)).lower()
    with pytest.raises(AssertionError):
        visit("train", dataset="sample").field("Head")


def test_galaxies_with_votes_are_augmented_like_any_other(visit: Callable, place: runs.Run, prepared: np.ndarray):
    seen = visit("augment", dataset="sample_votes")
    assert len(seen.data("operations")["items"]) == 1 + len(augmentations.operations()) and seen.data("drawn")["items"]
    row = seen.field("No.").value
    seen.click("Another galaxy")
    assert seen.field("No.").value != row
    assert "Class balancing" not in seen.text and "Ablation study" in seen.text
    assert not seen.button("Train with these").disabled
    assert "Opens Train with these augmentations in its form." in seen.text, "votes have no balancing"
