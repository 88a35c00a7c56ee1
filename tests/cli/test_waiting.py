"""Waiting for a run, in words."""

from types import SimpleNamespace

import pytest

from galaxy_core.cli import waiting


@pytest.mark.parametrize(
    ("status", "live", "words"),
    [("queued", {}, "waiting for its turn"), ("running", {}, "starting"),
     ("running", {"doing": "preparing images, 43 %"}, "preparing images, 43 %"),
     ("running", {"epoch": 3, "epochs": 14, "seconds_left": None}, "epoch 3 of 14"),
     ("running", {"epoch": 3, "epochs": 14, "seconds_left": 125.0}, "epoch 3 of 14, about 2 minutes left")],
)  # fmt: skip
def test_what_it_is_doing(status, live, words):
    assert waiting.doing(SimpleNamespace(live=live), status) == words


@pytest.mark.parametrize("status", ["finished", "queued", "running"])
def test_what_finished_or_goes_on_is_no_failure(status):
    assert waiting.failure({"run": "x", "status": status}) is None


def test_a_stopped_run_says_how_to_go_on():
    assert "continue x" in waiting.failure({"run": "x", "status": "stopped"})
