"""Room on disk: what is there, and that the least recently used go first."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import tasks
from galaxy_core.datasets import Galaxies
from galaxy_core.prepare import cache
from galaxy_core.prepare.cache import room

STEPS = tuple(f"resize:size={size}" for size in (8, 16, 24))


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Three sets, the first used longest ago."""
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    paths = []
    for number, step in enumerate(STEPS):
        cache.make(galaxies(), (step,))
        paths.append(cache.path(galaxies(), (step,)))
        os.utime(paths[-1], (0, time.time() - 10 * room.IN_USE + number))
    return paths


def galaxies() -> Galaxies:
    task = tasks.task("classes", ("a",))
    read = np.zeros((50, 30, 30, 3), np.uint8).__getitem__
    return Galaxies("made", "Made", task, np.zeros(50, np.int64), (30, 30, 3), "images", read)


def test_what_is_there_the_least_recently_used_first(made: list[Path]) -> None:
    found = room.sets()
    assert [one.path for one in found] == made and {one.dataset for one in found} == {"Made"}
    assert [one.steps[0].split(",")[0] for one in found] == list(STEPS)
    assert [one.size for one in found] == [path.stat().st_size for path in made]
    assert room.size() == sum(one.size for one in found)


def test_using_one_makes_it_the_last_to_go(made: list[Path]) -> None:
    assert cache.find(galaxies(), STEPS[:1]) is not None
    assert [one.path for one in room.sets()] == [*made[1:], made[0]]
    gone = room.clear_oldest()
    assert gone.path == made[1] and not made[1].exists() and not made[1].with_suffix(".json").exists()
    assert cache.find(galaxies(), STEPS[1:2]) is None
    assert cache.make(galaxies(), STEPS[1:2]).shape == (50, 16, 16, 3), "it is made again when it is needed"


def test_clearing_until_the_others_fit(made: list[Path]) -> None:
    assert [one.path for one in room.clear(made[2].stat().st_size)] == made[:2]
    assert room.clear(10**12) == [] and [one.path for one in room.clear(0)] == made[2:]
    assert room.clear_oldest() is None and room.size() == 0


def test_a_new_set_makes_room_for_itself_but_not_where_somebody_learns(
    made: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "ROOM", room.size())
    os.utime(made[1])
    cache.make(galaxies(), ("grey", "resize:size=8"))
    assert [path.exists() for path in made] == [False, True, True]
    monkeypatch.setattr(room, "ROOM", 0)
    cache.make(galaxies(), ("grey", "resize:size=9"))
    assert [path.exists() for path in made] == [False, True, False]


def test_a_set_that_nobody_described_is_cleared_like_the_others(made: list[Path]) -> None:
    made[0].with_suffix(".json").write_text("[")
    made[1].with_suffix(".json").unlink()
    assert [(one.dataset, one.steps) for one in room.sets()[:2]] == [("", ()), ("", ())]
    assert len(room.clear(0)) == 3
