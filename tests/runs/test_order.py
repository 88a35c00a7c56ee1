"""In which order queued runs begin, and how many at once."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from galaxy_core import RunError, UsageError, queue, runs
from galaxy_core.runs import order
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
    assert runs.ready(runs.going()) == [first, other], "though two more might begin"
    (first.folder / "cancel").touch()
    assert runs.waiting() == runs.ready(runs.going()) == [after, other], "it ended, however"
    with pytest.raises(RunError, match="There is no run"):
        runs.request("sample", "majority", after="20200101-000000-majority-0000")
    circle = replace(after.request, after=after.name)
    assert runs.in_order([runs.Run(after.folder, circle)]) == [after], "no circle of a damaged file hangs the queue"


def test_put_at_end(own_runs: Path) -> None:
    first, second = (runs.create(runs.request("sample", "majority")) for _ in range(2))
    runs.put_at_end(first)
    assert runs.waiting() == [second, first]


def started_from(first: runs.Run) -> runs.Run:
    """A run that begins with the weights of another."""
    return runs.create(runs.request("sample", "cnn", {"start": first.name, "epochs": 1}))


def test_a_run_waits_for_the_weights_that_it_begins_with(own_runs: Path) -> None:
    first = runs.create(runs.request("sample", "cnn", {"epochs": 1}))
    second = started_from(first)
    third = started_from(second)
    for number, run in enumerate((third, second, first)):  # somebody turns the queue round
        queue.move(run, number + 1)
    for run, place in ((third, -9.0), (second, -8.0)):
        atomic.write_json(run.folder / "place.json", {"place": place})
    assert runs.waiting() == [first, second, third] and runs.ready(runs.going()) == [first]
    held = first.hold()
    assert first.status == "running" and runs.ready(runs.going()) == []
    os.close(held)
    atomic.write_json(first.folder / "state.json", {"error": "It failed."})
    assert runs.ready(runs.going()) == [second], "a failed one blocks nobody: what needs it fails with its own sentence"
    runs.delete(second)
    assert runs.ready(runs.going()) == [third]


def test_a_circle_of_damaged_files_hangs_nothing(own_runs: Path) -> None:
    a, b, c = (runs.create(runs.request("sample", "majority")) for _ in range(3))
    circle = [
        runs.Run(run.folder, replace(run.request, after=after.name)) for run, after in ((a, b), (b, a), (c, b), (c, c))
    ]
    assert runs.in_order(circle[:3]) == [a, b, c] and runs.ready(circle[:3]) == [a]
    assert runs.ready(circle[3:]) == [c]


def test_many_in_the_order_of_their_places(own_runs: Path) -> None:
    asked = runs.Request("sample", "majority", {})
    made = [runs.Run(own_runs / f"20200101-000000-majority-{n:04x}", asked) for n in range(2000)]
    chain = [runs.Run(run.folder, replace(asked, after=later.name)) for run, later in pairwise(made)]
    assert runs.in_order([*chain, made[-1]]) == made[::-1], "each waits for the one behind it"


def test_a_place_costs_the_same_however_many_runs_there_are(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = runs.create(runs.request("sample", "majority"))
    monkeypatch.setattr(order, "going", lambda: pytest.fail("it looks at all runs"))
    more = runs.create_all([runs.request("sample", "majority", seed=seed) for seed in range(5)])
    assert [run.place for run in (first, *more)] == [1, 2, 3, 4, 5, 6] and runs.waiting() == [first, *more]
    assert runs.create_all([]) == []


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"last": "x"}', '{"last": NaN}'])
def test_a_lost_count_begins_behind_all_that_wait(text: str | None, own_runs: Path) -> None:
    first = runs.create(runs.request("sample", "majority"))
    atomic.write_json(first.folder / "place.json", {"place": 70})
    (own_runs / ".places.json").unlink()
    if text is not None:
        (own_runs / ".places.json").write_text(text, encoding="utf-8")
    assert runs.create(runs.request("sample", "majority")).place == 71
    assert runs.unreadable() == {}


def test_several_who_count_at_once_lose_nothing(own_runs: Path) -> None:
    asked = runs.request("sample", "majority")
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: runs.create_all([asked] * 3), range(16)))
    assert len(runs.every()) == 48
    for three in made:
        assert [run.place for run in three] == sorted({run.place for run in three}), "its own keep their order"
    assert sorted(path.name for path in own_runs.iterdir() if path.name.startswith(".")) == [".places.json"]
