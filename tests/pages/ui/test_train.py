"""The parts of Train; the page itself: tests/pages/test_train.py."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from galaxy_core import models, plugins
from pages.ui import train
from tests.pages.stored_runs import damaged, unfinished


def test_a_model_that_cannot_be_loaded_stays_with_its_reason(draw: Callable, monkeypatch: pytest.MonkeyPatch):
    real = plugins.heads

    def heads(package):
        found = list(real(package))
        return (*found[:-1], replace(found[-1], reason="Something <missing>."))

    broken = real(models)[-1].title
    monkeypatch.setattr(plugins, "heads", heads)
    seen = draw("from galaxy_core import datasets\ntrain.new_run(datasets.open_dataset('sample'))")
    assert (
        broken not in seen.field("Model").options and f"{broken} can’t be used here. Something <missing>." in seen.text
    )


@pytest.mark.parametrize("count", [1, 2, train.FEW + 2])
def test_runs_that_cannot_be_read_are_named(count: int, draw: Callable, own_runs):
    for number in range(1, count):
        (own_runs / damaged()).rename(own_runs / f"20250101-000000-cnn-{number}bad")
    name = damaged()
    seen = draw("train.unreadable()")
    assert seen.html.count('role="alert"') == min(count, train.FEW)
    assert ("2 more runs can’t be read" in seen.text) is (count > train.FEW)
    assert seen.text.count("can't be read: its request.json is damaged") == count and name in seen.text


def test_waiting_runs_first_and_only_the_latest_of_many(visit: Callable, nothing_starts: None):
    first = unfinished("queued")
    for _ in range(train.SHOWN + 3):
        unfinished("stopped")
    second = unfinished("queued", "majority")
    seen = visit("train")
    menus = [found.proto.id for found in seen.app.get("menu_button")]
    assert len(menus) == 2 + train.SHOWN and menus[0].endswith(first.name) and menus[1].endswith(second.name)
    assert f"All {train.SHOWN + 5} runs" in seen.links


def test_a_run_continued_later_is_a_recent_one(visit: Callable, nothing_starts: None):
    old = unfinished("stopped")
    for _ in range(train.SHOWN):
        unfinished("stopped")
    menus = [found.proto.id for found in visit("train").app.get("menu_button")]
    assert not any(old.name in menu for menu in menus)
    (old.folder / "state.json").write_text("{}")
    assert old.name in visit("train").app.get("menu_button")[0].proto.id
