"""In which order queued runs begin, and how many at once."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from galaxy_core import RunError, UsageError, runs
from galaxy_core.storage import atomic


@pytest.mark.parametrize(("text", "slots"), [("", 1), ("3", 3), ("1000", 1000)])
def test_so_many_at_once(text: str, slots: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_SLOTS", text)
    assert runs.slots() == slots


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "1001"])
def test_a_wrong_number_of_slots_is_a_sentence(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_SLOTS", text)
    with pytest.raises(UsageError, match=f"GALAXY_SLOTS = “{text}”"):
        runs.slots()


def test_places_and_not_the_clock_give_the_order(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    made = []
    for hours in (0, -5, -3):  # somebody sets the clock back between two submits
        monkeypatch.setattr(runs.time, "time", lambda hours=hours: now + 3600 * hours)
        made.append(runs.create(runs.request("sample", "majority")))
    assert [run.place for run in made] == [1, 2, 3] and runs.waiting() == made
    assert [run.name for run in runs.every()] == [made[0].name, made[2].name, made[1].name]


def test_a_run_waits_behind_the_one_it_comes_after(own_runs: Path) -> None:
    first = runs.create(runs.request("sample", "majority"))
    after = runs.create(runs.request("sample", "majority", after=first.name))
    other = runs.create(runs.request("sample", "majority"))
    assert runs.find(after.name).request.after == first.name
    atomic.write_json(after.folder / "place.json", {"place": -1})
    assert runs.waiting() == [first, after, other]
    (first.folder / "cancel").touch()
    assert runs.waiting() == [after, other], "it ended, however"
    with pytest.raises(RunError, match="There is no run"):
        runs.request("sample", "majority", after="20200101-000000-majority-0000")
    circle = replace(after.request, after=after.name)
    assert runs.in_order([runs.Run(after.folder, circle)]) == [after], "no circle of a damaged file hangs the queue"


def test_put_at_end(own_runs: Path) -> None:
    first, second = (runs.create(runs.request("sample", "majority")) for _ in range(2))
    runs.put_at_end(first)
    assert runs.waiting() == [second, first]
