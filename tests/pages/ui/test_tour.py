"""The tour: offered once, six pages in their order, and at its end a training of the visitor's own."""

from collections.abc import Callable

import pytest

from galaxy_core import runs
from pages.ui import tour
from tests.pages.visits import Visit

OFFER = "New here?"


@pytest.fixture
def come_back(monkeypatch: pytest.MonkeyPatch, visit: Callable) -> Callable[[], Visit]:
    """A new session of somebody whose browser remembers that the tour was taken or declined."""

    def again() -> Visit:
        monkeypatch.setattr(tour, "_state", lambda: tour.DONE)
        return visit()

    return again


def test_six_steps_lead_through_the_pages_to_a_training_of_ones_own(
    visit: Callable, first_model: runs.Run, nothing_starts: None
):
    seen = visit()
    assert OFFER in seen.text
    seen.click("Take the tour")
    for number, step in enumerate(tour.STEPS, start=1):
        assert [found.value for found in seen.app.title] == [step.title]
        assert f"Tour · step {number} of 6" in seen.text and seen.app.query_params["tour"] in (
            str(number),
            [str(number)],
        )
        assert ("Back" in seen.buttons) == (number > 1)
        stay(seen, number)
        if number < len(tour.STEPS):
            seen.click(f"Next: {tour.STEPS[number].title}")
    seen.click("Start training")
    (own,) = runs.every()
    assert own.status == "queued" and "your own model is learning" in seen.text
    seen.click("Close")
    assert "Tour · step" not in seen.text and OFFER not in seen.open("home").text


def test_it_is_declined_once_and_called_again(visit: Callable, own_runs: object):
    seen = visit().click("Not now")
    assert OFFER not in seen.text and tour.COOKIE in seen_scripts(seen)
    seen.click("Take the tour")
    assert "Tour · step 1 of 6" in seen.text


def test_whoever_has_left_it_goes_on_where_it_stands(visit: Callable, own_runs: object):
    seen = visit("augment", tour="2").open("home")
    assert "The tour stands at step 2 of 6: Augment." in seen.text
    stay(seen.click("Go on with the tour"), 2).click("Back")
    assert "Tour · step 1 of 6" in seen.text and [found.value for found in seen.app.title] == ["Explore"]
    stay(seen, 1).click("End the tour")
    assert "Tour · step" not in seen.text and "tour" not in seen.app.query_params
    assert OFFER not in seen.open("home").text


def test_a_step_is_shown_on_its_own_page_only(visit: Callable, own_runs: object):
    for wrong in ("3", "7", "0", "x", ""):
        assert "Tour · step" not in visit("augment", tour=wrong).text


def test_a_browser_that_remembers_is_not_asked_again(come_back: Callable):
    seen = come_back()
    assert OFFER not in seen.text and "Take the tour" in seen.buttons


def stay(seen: Visit, number: int) -> Visit:
    """On the page to which a button has just led: AppTest would go back to the one before with the next press."""
    return seen.open(tour.STEPS[number - 1].title.lower(), tour=str(number))


def seen_scripts(seen: Visit) -> str:
    """All HTML of the page with its scripts."""
    return "\n".join(found.proto.body for found in seen.app.get("html"))
