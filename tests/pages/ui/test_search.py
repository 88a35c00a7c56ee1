"""The search for the best settings, on Train."""

from collections.abc import Callable

from galaxy_core import runs
from galaxy_core import search as searches
from galaxy_core.search import progress

FOLD = "Hyperparameter search"


def test_a_grid_is_queued(visit: Callable, nothing_starts: None):
    seen = visit("train").unfold(FOLD)
    assert "No search yet" in seen.text and "Choose at least one hyperparameter." in seen.text
    next(one for one in seen.app.selectbox if one.key == "search-model").set_value("cnn")
    next(one for one in seen.run().app.multiselect if one.key == "search-names-cnn").set_value(["filters", "dropout"])
    seen.run()
    for name, values in (("filters", "8,16"), ("dropout", "0.1,0.5")):
        next(one for one in seen.app.text_input if one.key == f"search-cnn-{name}").set_value(values)
    seen.run().click("Start 4 trials")
    (found,) = searches.every("sample")
    assert len(found.trials) == 4 and {run.request.parameters["filters"] for run in runs.every()} == {8, 16}
    assert "0 of 4 trials are finished, 4 are still to come." in seen.text


def test_values_that_cannot_be_searched_are_a_sentence(visit: Callable, nothing_starts: None):
    seen = visit("train").unfold(FOLD)
    next(one for one in seen.app.multiselect if one.key == "search-names-cnn").set_value(["filters"])
    seen.run()
    next(one for one in seen.app.text_input if one.key == "search-cnn-filters").set_value("8,8")
    assert "filters = 8 is named twice" in seen.run().text and searches.every() == []


def test_the_best_so_far_and_the_test_score_of_the_winner_alone(visit: Callable, trained: dict, nothing_starts: None):
    import json

    asked = runs.request("sample", "cnn")
    space = (searches.dimension("cnn", "filters=4,8"),)
    found = searches.begin(asked, searches.plan(space))
    run = trained["cnn"]
    document = json.loads((run.folder / "request.json").read_text()) | {"study": found.name}
    (run.folder / "request.json").write_text(json.dumps(document))
    progress.advance(found)  # or a process asks for the missing trial at some later moment
    seen = visit("train").unfold(FOLD)
    assert "Best so far: filters 4" in seen.text and "On test images" not in seen.text
    searches.close(found)
    for other in found.trials:
        if other.status == "queued":
            (other.folder / "cancel").touch()
    decided = visit("train").unfold(FOLD).text
    assert "On test images, which chose nothing: " in decided, decided
