"""Buttons that download reports and model cards."""

from collections.abc import Callable

import pytest

from galaxy_core import RunError, report, runs
from galaxy_core.report import card
from pages.ui import exports

FIND = "from galaxy_core import runs\n"


def buttons(seen) -> list[str]:
    return [found.label for found in seen.app.get("download_button")]


def test_the_buttons_are_there_and_nothing_is_made_yet(trained: dict[str, runs.Run], draw: Callable, monkeypatch):
    made = []
    monkeypatch.setattr(report, "html", lambda found: made.append(found) or "")
    seen = draw(f"{FIND}exports.report_button(runs.every(), 'a')\nexports.card_button(runs.every()[0], 'b')")
    assert buttons(seen) == ["Download report", "Download model card"] and made == []


def test_without_runs_there_is_none(draw: Callable, own_runs):
    assert buttons(draw("exports.report_button([], 'a')")) == []


def test_what_they_give(trained: dict[str, runs.Run]):
    run = trained["pca_logistic"]
    assert exports.report_file([run])() == report.html([run]).encode()
    assert exports.card_file(run)() == card.markdown(run).encode()


def test_of_a_run_that_was_deleted_meanwhile_nothing_is_saved(trained: dict[str, runs.Run]):
    run = trained["pca_logistic"]
    give_report, give_card = exports.report_file([run]), exports.card_file(run)
    runs.delete(run)
    for give in (give_report, give_card):  # raised, not given: what it gave would be saved as the file
        with pytest.raises(RunError, match="hasn't finished"):
            give()
