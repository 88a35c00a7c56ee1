"""What a run folder says: a status computed from what is true, and nothing that isn't sound."""

import json
import math
import os
from pathlib import Path

import pytest

from galaxy_core import runs
from galaxy_core.models import TargetEpochs
from galaxy_core.runs.run import TITLE, lines, one_line
from galaxy_core.storage import atomic, lock

NOTES = ("state.json", "live.json", "goal.json", "about.json", "place.json", "result.json", "history.json")
KEYS = (
    "attempts", "epoch", "epochs", "since", "error", "title", "note", "place", "doing", "batch", "batches", "seconds",
    "seconds_left", "history", "cost", "made_by", "classes", "rows", "finished", "goal", "kept_epoch",
)  # fmt: skip
DAMAGES = ["", "{", "[]", "null", "NaN", "[" * 100_000, '{"a": 1' + "0" * 5000 + "}"]
VALUES = [None, "x\x1b[2J", -1, 0, 1, 1e300, 10**400, math.nan, math.inf, True, [], {}, [[]], {"a": []}, [{"epoch": 1}]]


@pytest.fixture
def run(own_runs: Path) -> runs.Run:
    """A run that waits."""
    return runs.create(runs.request("sample", "cnn"))


@pytest.fixture
def done(run: runs.Run) -> runs.Run:
    """A run that has finished three epochs, with its last checkpoint."""
    atomic.write_json(run.folder / "result.json", {"history": [{"epoch": n} for n in (1, 2, 3)]})
    learn(run, 3)
    return run


def learn(run: runs.Run, epochs: int) -> None:
    """Writes a checkpoint of so many epochs."""
    place = run.folder / "checkpoints" / f"{epochs:04d}"
    place.mkdir(parents=True)
    atomic.write_json(place / "history.json", {"epochs": [{"epoch": n} for n in range(1, epochs + 1)]})


def test_a_finished_run_that_goes_on(done: runs.Run) -> None:
    assert done.status == "finished" and done.target_epochs is None
    goal = {"epochs": 5, "since": 3, "asked": 1.0}
    atomic.write_json(done.folder / "goal.json", goal)
    assert done.target_epochs == TargetEpochs(5, 3) and (done.status, done.is_finished, done.is_done) == (
        "queued",
        True,
        False,
    )
    learn(done, 4)
    held = lock.take(done.folder / "alive.lock")
    assert done.status == "running" and len(done.history) == 4
    os.close(held)
    (done.folder / "cancel").touch()
    assert done.status == "finished" and len(done.history) == 3 and len(done.learned) == 4
    (done.folder / "cancel").unlink()
    atomic.write_json(done.folder / "state.json", {"error": "The disk is full."})
    assert done.status == "failed" and done.is_finished
    atomic.write_json(done.folder / "result.json", {"history": [{"epoch": n} for n in range(1, 6)], "goal": goal})
    assert done.status == "finished" and len(done.history) == 5
    atomic.write_json(done.folder / "goal.json", {"epochs": 7, "since": 5, "asked": 2.0})
    (done.folder / "result.json").unlink()  # killed while the new results were being moved into place
    atomic.write_json(done.folder / "state.json", {"attempts": 1})
    assert done.status == "queued" and done.is_interrupted


def test_a_checkpoint_that_cannot_be_read_is_none(run: runs.Run) -> None:
    learn(run, 1)
    learn(run, 2)
    assert run.checkpoint().name == "0002" and len(run.history) == 2
    (run.folder / "checkpoints" / "0002" / "history.json").write_text("{", encoding="utf-8")
    assert run.checkpoint().name == "0001" and len(run.history) == 1


def every_word_of(run: runs.Run) -> list:
    """Everything that is asked of a run anywhere; fails where it raises, and where there is an infinite number."""
    said = [
        run.status, run.is_interrupted, run.state, run.error, run.target_epochs, run.metadata, run.place, run.live,
        run.result,
        run.history, run.learned, run.checkpoint(), runs.title(run), [one.name for one in runs.every()],
        [one.name for one in runs.going()], [one.name for one in runs.waiting()], runs.unreadable(),
    ]  # fmt: skip
    json.dumps([one for one in said if not isinstance(one, (TargetEpochs, runs.Metadata, Path))], allow_nan=False)
    assert run.status in ("finished", "running", "stopped", "failed", "queued") and math.isfinite(run.place)
    assert run.error is None or run.error
    for row in run.history:
        assert "epoch" in row and all(map(math.isfinite, row.values()))
    return said


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", NOTES)
def test_a_file_that_is_no_json_says_nothing(name: str, damage: str, run: runs.Run) -> None:
    place = run.folder / "checkpoints" / "0001" if name == "history.json" else run.folder
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(damage, encoding="utf-8")
    every_word_of(run)
    assert run.status == ("finished" if name == "result.json" else "queued")


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_that_cannot_be_meant_say_nothing(value: object, done: runs.Run) -> None:
    for key in KEYS:
        for name in NOTES:
            place = done.folder / "checkpoints" / "0003" if name == "history.json" else done.folder
            (place / name).write_text(json.dumps({key: value}), encoding="utf-8")
    for name in NOTES[:-1]:
        (done.folder / name).write_text(json.dumps(dict.fromkeys(KEYS, value)), encoding="utf-8")
        every_word_of(done)


def test_a_batch_is_told_whole_or_not_at_all(run: runs.Run) -> None:
    whole = {"doing": "learning", "epoch": 1, "epochs": 2, "batch": 3, "batches": 4, "seconds": 5.5}
    (run.folder / "live.json").write_text(json.dumps(whole), encoding="utf-8")
    assert run.live == whole
    (run.folder / "live.json").write_text(json.dumps(whole | {"batches": 0}), encoding="utf-8")
    assert run.live == {"doing": "learning", "seconds": 5.5}


def test_texts_of_a_person_are_cleaned(run: runs.Run) -> None:
    (run.folder / "about.json").write_text(json.dumps({"title": "a\n\x1b[31mb " * 50, "note": "x\x00y\r\nz"}))
    assert run.metadata.title.startswith("a [31mb a") and len(run.metadata.title) <= TITLE
    assert run.metadata.note == "xy\nz"
    assert one_line("  a\u202eb\tc\u00a0d 👩\u200d🚀 ") == "ab c d 👩\u200d🚀"
    assert lines(" a \n\n b\x07 \n") == "a\n\nb"


def test_the_clock_of_a_result_is_a_number(done: runs.Run) -> None:
    atomic.write_json(done.folder / "result.json", {"finished": "yesterday", "cost": {"seconds": 3, "x": "y"}})
    assert done.result == {"cost": {"seconds": 3}}


@pytest.mark.parametrize(
    ("live", "share"),
    [({}, None), ({"epochs": 0}, None), ({"epoch": 1, "epochs": 4, "batch": 0, "batches": 5}, 0.0),
     ({"epoch": 3, "epochs": 4, "batch": 5, "batches": 10}, 0.625),
     ({"epoch": 4, "epochs": 4, "batch": 5, "batches": 5}, 1.0)],
)  # fmt: skip
def test_how_much_is_done(live: dict, share: float | None) -> None:
    assert runs.share_done(live) == share
