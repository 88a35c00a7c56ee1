"""What can be done about a run: each button and entry does it, and what can't be done is a sentence."""

from collections.abc import Callable

import pytest

from galaxy_core import queue, runs
from pages.ui.run_actions import CHANGE, DELETE, DETAILS, MORE, NAME
from tests.pages.stored_runs import learned, running, unfinished

TITLE = "PCA and logistic regression"
LINES = """
from galaxy_core import runs
run_list.queued(runs.waiting(), runs.every())
run_list.recent([run for run in runs.every() if run.status not in ('queued', 'running')], runs.every())
"""


@pytest.fixture
def listed(draw: Callable, nothing_starts: None) -> Callable:
    """A page with all runs as lines."""
    return lambda: draw(LINES)


@pytest.fixture
def asked(draw: Callable, nothing_starts: None) -> Callable:
    """`asked("ask_name", run)`: a page with that dialog."""
    return lambda dialog, run: draw(
        f"from galaxy_core import runs\nif found := [one for one in runs.every() if one.name == {run.name!r}]: "
        f"run_actions.{dialog}(found[0])"
    )


def entries(seen, run: runs.Run) -> list[str]:
    (menu,) = [one.proto for one in seen.app.get("menu_button") if one.proto.id.endswith(f"more-{run.name}")]
    return list(menu.options)


@pytest.mark.parametrize(
    ("state", "button", "wanted"),
    [("queued", "Stop", [NAME, DETAILS]), ("interrupted", "Stop", [NAME, DETAILS]),
     ("stopped", "Continue", [CHANGE, NAME, DETAILS, DELETE]),
     ("failed", "Try again", [CHANGE, NAME, DETAILS, DELETE])],
)  # fmt: skip
def test_what_is_offered(state: str, button: str, wanted: list[str], listed: Callable):
    run = unfinished(state)
    seen = listed()
    assert seen.buttons == [button] and entries(seen, run) == wanted


def test_finished_runs_with_epochs_can_go_on(visit: Callable, trained: dict[str, runs.Run], nothing_starts: None):
    seen = visit("train")
    assert entries(seen, trained["cnn"]) == [CHANGE, MORE, NAME, DETAILS, DELETE]
    assert entries(seen, trained["majority"]) == [CHANGE, NAME, DETAILS, DELETE]
    assert "goes on from where it is" in seen.pick(f"more-{trained['cnn'].name}", MORE).text


def test_more_epochs_are_asked_for(asked: Callable, trained: dict[str, runs.Run], nothing_starts: None):
    seen = asked("ask_epochs", trained["cnn"])
    assert seen.field("More epochs").value == 1  # a quarter of its three, at least one
    seen.choose("More epochs", 6).click("Go on")
    assert trained["cnn"].target_epochs.epochs == 9 and trained["cnn"].status == "queued"
    assert asked("ask_epochs", trained["cnn"]).field("More epochs").value == 2


def test_a_finished_run_that_was_stopped_on_its_way_goes_on(
    visit: Callable, trained: dict[str, runs.Run], nothing_starts: None
):
    queue.resume(trained["cnn"], 4)
    queue.stop(trained["cnn"])
    seen = visit("train")
    assert trained["cnn"].status == "finished" and "stopped by you on the way to epoch 7" in seen.text
    seen.click("Continue")
    assert trained["cnn"].status == "queued" and trained["cnn"].target_epochs.epochs == 7


def test_the_queue_is_put_into_another_order(listed: Callable, nothing_starts: None):
    first, second, third = (unfinished("queued") for _ in range(3))
    seen = listed()
    assert [label for label in seen.buttons if label in ("Sooner", "Later")] == ["Later", "Sooner", "Later", "Sooner"]
    seen.app.button(key=f"sooner-{third.name}").click()
    seen.run()
    assert [run.name for run in runs.waiting()] == [first.name, third.name, second.name]
    seen.app.button(key=f"later-{first.name}").click()
    seen.run()
    assert [run.name for run in runs.waiting()] == [third.name, first.name, second.name]


def test_a_title_and_a_note(listed: Callable, asked: Callable):
    run = unfinished("stopped")
    assert "Without a name it is called by its settings." in listed().pick(f"more-{run.name}", NAME).text
    seen = asked("ask_name", run)
    assert seen.field("Name").value == "" and seen.field("Name").placeholder == TITLE
    seen.field("Name").set_value(":material/home: **Mine** <b>")
    seen.app.text_area[0].set_value("First.\nSecond.")
    seen.click("Save")
    assert (run.metadata.title, run.metadata.note) == (":material/home: **Mine** <b>", "First.\nSecond.")
    assert ":material/home: **Mine** <b>" in listed().text


def test_deleting_asks_first(listed: Callable, asked: Callable):
    kept, run = unfinished("stopped"), unfinished("stopped")
    runs.describe(run, "**x** $y$")
    seen = listed().pick(f"more-{run.name}", DELETE)
    assert "**x** $y$ With its model and predictions." in seen.text and run.folder.exists()
    asked("ask_delete", run).click("Delete it")
    assert [one.name for one in runs.every()] == [kept.name]


def test_a_run_that_began_meanwhile_is_not_deleted(asked: Callable):
    run = unfinished("stopped")
    seen = asked("ask_delete", run)
    with running(run):
        seen.click("Delete it")
    assert f"The run {run.name} is being trained: stop it first." in seen.text and run.folder.exists()


def test_what_cannot_be_done_is_a_sentence(draw: Callable, nothing_starts: None):
    run = unfinished("stopped")
    with running(run):
        seen = draw(f"from galaxy_core import runs\nrun_actions.do('Continue', runs.find({run.name!r}))")
    assert f"The run {run.name} can't go on: it is running." in seen.text and 'role="alert"' in seen.html


def test_run_again_with_changes_begins_a_draft(draw: Callable, nothing_starts: None):
    run = learned(unfinished("stopped", "cnn", epochs=5), 2)
    seen = draw(f"{LINES}\nfound = draft.run()\nst.caption(found.name if found else 'none')")
    assert "none" in seen.text
    assert run.name in seen.pick(f"more-{run.name}", CHANGE).text
