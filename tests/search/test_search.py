"""What a search is on disk: its plan, its trials, and sentences for what can't be searched."""

import json
import time
from pathlib import Path

import pytest

from galaxy_core import RunError, UsageError, runs
from galaxy_core import search as searches
from galaxy_core.search import Dimension

GRID = (Dimension("filters", (8, 16)), Dimension("learning_rate", (0.001, 0.01, 0.1)))


def asked(**more: object) -> runs.Request:
    """What all trials have alike."""
    return runs.request("sample", "cnn", {"epochs": 2}, 3, "80/20@7", **more)


@pytest.mark.usefixtures("own_runs")
def test_a_search_comes_back_from_disk_as_it_was() -> None:
    made = searches.begin(asked(preparation=("crop:fraction=0.5",)), searches.plan(GRID, 9, "macro_f1"))
    assert searches.NAME.fullmatch(made.name) and made.name.startswith(time.strftime("search-%Y%m%d-"))
    assert searches.find(made.name) == made and searches.going() == searches.every("sample") == [made]
    assert searches.every("galaxy10_sdss") == [] and made.trials == runs.every() == []
    assert runs.unreadable() == {}


@pytest.mark.usefixtures("own_runs")
def test_what_no_trial_could_have_is_refused_before_anything_is_made() -> None:
    plain = runs.request("sample", "plain_cnn", {"image_size": 16})
    with pytest.raises(UsageError, match="can't be used"):
        searches.begin(plain, searches.plan([Dimension("convolutions", ("8", "8,8,8,8,8"))]))
    assert searches.every() == []


@pytest.mark.usefixtures("own_runs")
def test_trials_are_ordinary_runs_that_differ_in_what_is_searched() -> None:
    made = searches.begin(asked(augment=("flips",)), searches.plan(GRID))
    chosen = searches.grid(made.plan)
    trials = [searches.ask(made, [values], 1000 + number)[0] for number, values in enumerate(chosen)]
    other = runs.create(asked())
    assert made.trials == trials and other not in made.trials
    assert [searches.values(made, run) for run in trials] == chosen
    for run in trials:
        assert run.request.study == made.name and run.status == "queued"
        for name in ("dataset", "model", "seed", "split", "augment", "balance", "preparation"):
            assert getattr(run.request, name) == getattr(made.request, name)
        assert run.request.parameters["epochs"] == 2


@pytest.mark.usefixtures("own_runs")
def test_what_it_comes_after_may_be_deleted_meanwhile() -> None:
    first = runs.create(asked())
    made = searches.begin(asked(after=first.name), searches.plan(GRID))
    assert searches.ask(made, [{"filters": 8}], 1.0)[0].request.after == first.name
    runs.delete(first)
    assert searches.ask(made, [{"filters": 8}], 2.0)[0].request.after == ""


@pytest.mark.usefixtures("own_runs")
def test_closing_is_for_good_and_says_why() -> None:
    made = searches.begin(asked(), searches.plan(GRID))
    assert made.is_open and made.reason is None
    searches.close(made, "a reason\x1b[2J")
    searches.close(made, "another")
    assert not made.is_open and made.reason == "a reason[2J" and searches.going() == []


@pytest.mark.usefixtures("own_runs")
def test_a_pruned_trial_is_stopped_and_says_why() -> None:
    run = runs.create(asked())
    assert searches.pruned(run) is None
    searches.prune(run, "after 2 epochs")
    assert run.status == "stopped" and searches.pruned(run) == "after 2 epochs"
    (run.folder / "cancel").write_text("")
    assert searches.pruned(run) is None, "a person stopped it"


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"asked": {}, "plan": {}}', "plan", "asked", "space"])
def test_a_damaged_search_is_as_if_it_were_not_there(damage: str, own_runs: Path) -> None:
    made = searches.begin(asked(), searches.plan(GRID))
    file = made.folder / "search.json"
    document = json.loads(file.read_text())
    if damage in document:
        document[damage] = {}
    elif damage == "space":
        document["plan"]["space"] = [{"name": 3, "what": 1}]
    file.write_text(json.dumps(document) if damage in ("plan", "asked", "space") else damage)
    assert searches.every() == searches.going() == []
    for name in (made.name, "../x", "search-1"):
        with pytest.raises(RunError, match=f"There is no search “{name}”"):
            searches.find(name)
