"""The part of a prepared set: gone on with where its note fits, begun anew where not."""

import json
import os
import time
from pathlib import Path

import numpy as np
import pytest

from galaxy_core.prepare.cache.unfinished import KEPT, Unfinished
from galaxy_core.storage import lock

SHAPE = (50, 4, 4, 3)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A set of which 24 rows are on disk and known to be, all of the value 7; in row 5 and 11 nothing was found."""
    part = Unfinished.open(tmp_path / "set.npy", SHAPE, 8)
    part.images[:24] = 7
    part.advance(8, np.array([5]))
    part.advance(24, np.array([11]))
    part.note()
    return part.target


def changed(target: Path, **values: object) -> None:
    """Writes something else into the note."""
    note = target.with_name("set.npy.note")
    note.write_text(json.dumps(json.loads(note.read_text()) | values))


def test_it_goes_on_behind_what_is_noted(target: Path) -> None:
    again = Unfinished.open(target, SHAPE, 8)
    assert (again.rows, again.missed) == (24, [5, 11])
    assert (again.images[:24] == 7).all() and again.images.shape == SHAPE
    again.images[24:] = 9
    again.advance(50, np.array([], np.int64))
    again.finish()
    whole = np.load(target, mmap_mode="r")
    assert (whole[:24] == 7).all() and (whole[24:] == 9).all()
    assert [file.name for file in target.parent.iterdir()] == ["set.npy"]


def test_it_goes_on_where_a_block_begins(target: Path) -> None:
    again = Unfinished.open(target, SHAPE, 10)
    assert (again.rows, again.missed) == (20, [5, 11])
    assert Unfinished.open(target, SHAPE, 23).rows == 23
    assert Unfinished.open(target, SHAPE, 25).missed == []


@pytest.mark.parametrize(
    "values",
    [
        {"rows": 51}, {"rows": -1}, {"rows": "24"}, {"rows": 2.5}, {"missed": None}, {"missed": [30]},
        {"missed": ["5"]},
    ],
)  # fmt: skip
def test_a_note_that_does_not_fit_is_as_none(values: dict, target: Path) -> None:
    changed(target, **values)
    again = Unfinished.open(target, SHAPE, 8)
    assert (again.rows, again.missed) == (0, [])


def test_a_part_of_another_shape_or_cut_short_is_thrown_away(target: Path) -> None:
    assert Unfinished.open(target, (50, 4, 4, 1), 8).rows == 0
    assert Unfinished.open(target, SHAPE, 8).rows == 0, "and its note with it"


@pytest.mark.parametrize("harm", ["cut", "empty", "gone", "note cut", "note gone"])
def test_damage_begins_it_anew(harm: str, target: Path) -> None:
    part, note = target.with_name("set.npy.part"), target.with_name("set.npy.note")
    {
        "cut": lambda: part.write_bytes(part.read_bytes()[:-1]),
        "empty": lambda: part.write_bytes(b""),
        "gone": part.unlink,
        "note cut": lambda: note.write_text(note.read_text()[:10]),
        "note gone": note.unlink,
    }[harm]()
    again = Unfinished.open(target, SHAPE, 8)
    assert (again.rows, again.missed) == (0, []) and again.images.shape == SHAPE


def test_parts_of_other_sets_wait_for_a_week(target: Path) -> None:
    part, note = target.with_name("set.npy.part"), target.with_name("set.npy.note")
    Unfinished.open(target.with_name("other.npy"), SHAPE, 8)
    assert part.exists() and note.exists()
    before = time.time() - KEPT - 60
    os.utime(part, (before, before))
    held = lock.take(target.with_name("set.npy.lock"))
    Unfinished.open(target.with_name("other.npy"), SHAPE, 8)
    assert part.exists(), "somebody is at it"
    os.close(held)
    Unfinished.open(target.with_name("other.npy"), SHAPE, 8)
    assert not part.exists() and not note.exists() and target.with_name("other.npy.part").exists()
    old = target.with_name("other.npy.part")
    os.utime(old, (before, before))
    assert Unfinished.open(target.with_name("other.npy"), SHAPE, 8).images.shape == SHAPE
