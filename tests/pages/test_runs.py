"""Runs: all of them in one table, narrowed by fields that stand in the address, and several ticked at once."""

from collections.abc import Callable
from pathlib import Path

from galaxy_core import runs
from pages.ui.run_actions import CANCEL, KEEP
from tests.pages.stored_runs import learned, running, unfinished
from tests.pages.visits import Visit


def table(seen: Visit):
    (found,) = seen.app.dataframe
    return found


def tick(seen: Visit, *rows: int) -> Visit:
    """Ticks rows of the table, as a browser reports it."""
    return seen._report(table(seen).proto.id, string_value=f'{{"selection":{{"rows":{list(rows)},"columns":[]}}}}')


def test_before_anything_was_trained(visit: Callable, own_runs: Path):
    seen = visit("runs")
    assert "Nothing has been trained yet." in seen.text and "Train a first model" in seen.links


def test_every_run_with_its_state_data_set_and_scores(visit: Callable, trained: dict, nothing_starts: None):
    unfinished("failed")
    with running(unfinished("queued", "cnn", epochs=5)):
        shown = table(visit("runs")).value
    assert list(shown["State"]) == ["Running", "Failed", "Finished", "Finished", "Finished"]
    assert set(shown["Data set"]) == {"Sample (drawn galaxies)"} and shown["Test"].notna().sum() == 3
    assert shown["What it does or did"][0].startswith("Epoch 2 of 5")


def test_what_narrows_it_is_in_the_address(visit: Callable, nothing_starts: None):
    failed, _ = unfinished("failed"), unfinished("queued")
    other = runs.create(runs.request("/tmp/mine", "majority"))
    seen = visit("runs", state="ended")
    assert list(table(seen).value["Name"]) == [failed.name]
    assert list(table(visit("runs", find="mine")).value["Name"]) == [other.name]
    assert list(table(visit("runs", on="/tmp/mine")).value["Name"]) == [other.name]
    assert len(table(visit("runs", on="gone")).value) == 3
    assert "No run is like that." in visit("runs", find="nothing such").text
    assert "state" not in seen.choose("Find", "").choose("State", "all").app.query_params
    seen.choose("State", "going").choose("Find", "mine")
    assert (seen.app.query_params["state"], seen.app.query_params["find"]) == ("going", "mine")


def test_several_are_stopped_and_continued(visit: Callable, nothing_starts: None):
    some = [unfinished("queued") for _ in range(3)]
    seen = tick(visit("runs"), 0, 1)
    assert "2 ticked" in seen.text
    seen.click(f"{CANCEL} (2)")
    assert [run.status for run in some] == ["stopped", "stopped", "queued"]
    assert list(table(seen).value["State"]) == ["Waiting", "Stopped", "Stopped"]
    assert "2 ticked" in seen.text, "they are still the ticked ones, where they stand now"
    seen.click("Continue (2)")
    assert [run.status for run in some] == ["queued"] * 3


def test_what_can_be_kept_of_the_ticked_ones(visit: Callable, nothing_starts: None):
    unfinished("queued")
    with running(learned(unfinished("queued", "cnn", epochs=5), 2)) as run:
        tick(visit("runs"), 0, 1).click(f"{KEEP} (1)")
        assert run.ends_early


def test_deleting_several_asks_first(visit: Callable, nothing_starts: None):
    some = [unfinished("stopped") for _ in range(7)]
    seen = tick(visit("runs"), *range(7)).click("Delete")
    assert "and 2 more runs" in seen.text and "For ten seconds afterwards it can be undone" in seen.text
    assert "Delete them" in seen.buttons and len(runs.every()) == len(some)


def test_all_of_a_study_are_stopped(visit: Callable, nothing_starts: None):
    study = "augmentation-20260102-030405-abcd"
    some = [runs.create(runs.request("sample", "majority", study=study)) for _ in range(3)]
    other = unfinished("queued")
    seen = visit("runs", study=study)
    seen.click("Stop all 3 that go on")
    assert {run.status for run in some} == {"stopped"} and other.status == "queued"
    assert not [label for label in seen.buttons if label.startswith("Stop all")]


def test_one_ticked_run(visit: Callable, trained: dict, nothing_starts: None):
    seen = tick(visit("runs"), 0)
    assert "Inspect" in seen.links
    seen.click("Details")
    assert "Training time" in seen.text
