"""A running run on Train."""

from collections.abc import Callable

import pytest

from galaxy_core import runs
from pages.ui import live_card
from tests.pages.stored_runs import LIVE, learned, running, unfinished


def shown(draw: Callable, run: runs.Run):
    return draw(f"from galaxy_core import runs\nlive_card.live_card(runs.find({run.name!r}))")


@pytest.mark.parametrize(
    ("live", "wanted"),
    [
        (LIVE, "Batch 3 of 6 · 128 images a second · 412 MB of memory"),
        ({"doing": "starting TensorFlow", "memory_mb": 91.2}, "91 MB of memory"),
        ({}, ""),
    ],
)
def test_what_else_is_known_of_it(live: dict, wanted: str):
    assert live_card.facts(live) == wanted


def test_before_it_has_learned_anything(draw: Callable, nothing_starts: None):
    with running(unfinished("queued", "cnn", epochs=5), doing="preparing images, 43 %", epochs=0) as run:
        seen = shown(draw, run)
    assert "Preparing images, 43 %" in seen.text and not seen.charts


def test_while_it_learns(draw: Callable, nothing_starts: None):
    with running(learned(unfinished("queued", "cnn", epochs=5), 2)) as run:
        runs.describe(run, note="Mine.")
        (run.folder / "log.txt").write_text("It said <this>.")
        seen = shown(draw, run)
        assert "Mine." in seen.text and "42.0 % validation accuracy" in seen.text and "width:30.0%" in seen.html
        assert len(seen.charts) == 2 and not seen.app.code
        seen.unfold("Learning rate and log")
        assert len(seen.charts) == 3 and "It said <this>." in [one.value for one in seen.app.code]
        seen.click("Stop and keep what it learned")
        assert run.ends_early and run.status == "running" and "It ends with the epochs it has" in seen.text
        assert "Stop and keep what it learned" not in seen.buttons
        seen.click("Cancel without keeping")
    assert run.status == "stopped"


def test_what_learns_without_epochs_has_nothing_to_keep(draw: Callable, nothing_starts: None):
    with running(unfinished("queued")) as run:
        assert shown(draw, run).buttons == ["Cancel without keeping", "Name and note"]
