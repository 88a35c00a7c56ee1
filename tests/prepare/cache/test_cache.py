"""Prepared sets: made once, whole or not at all, and anew for other images or other steps."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import AbsentError, StorageError, prepare, tasks
from galaxy_core.datasets import Galaxies, alike, open_dataset
from galaxy_core.prepare import cache

ROOT = Path(__file__).parents[3]
STEPS = ("crop:fraction=0.5", "resize:size=16")
MAKE = "from galaxy_core.datasets import open_dataset; from galaxy_core.prepare import cache\n"
MAKE += f"cache.make(open_dataset('sample'), {STEPS!r}, lambda done, total: print(done, flush=True))"


@pytest.fixture
def made_galaxies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Galaxies]:
    """Makes data sets in memory that count how often a block is read; the data folder is empty."""
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    images = np.random.default_rng(0).integers(0, 256, (150, 32, 32, 3), np.uint8)
    counted = []

    def read(rows: np.ndarray) -> np.ndarray:
        counted.append(len(rows))
        return images[rows]

    def make(**changed: object) -> Galaxies:
        whole = Galaxies("made", "Made", tasks.task("classes", "ab"), np.arange(150) % 2, (32, 32, 3), "first", read)
        return replace(whole, **changed)

    make.images, make.read = images, counted
    return make


def test_it_is_made_once_with_progress(made_galaxies: Callable) -> None:
    galaxies, told = made_galaxies(), []
    assert cache.find(galaxies, STEPS) is None
    out = cache.make(galaxies, STEPS, lambda done, total: told.append((done, total)))
    assert isinstance(out, np.memmap) and out.shape == (150, 16, 16, 3) and out.dtype == np.uint8
    assert np.array_equal(out, prepare.apply(made_galaxies.images, STEPS))
    assert told == [(64, 150), (128, 150), (150, 150)]
    reads = len(made_galaxies.read)
    assert np.array_equal(cache.make(galaxies, STEPS), out) and np.array_equal(cache.find(galaxies, STEPS), out)
    assert len(made_galaxies.read) == reads


def test_whoever_prepares_all_images_knows_which_are_alike(
    made_galaxies: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alike, "SMALL", 1000)  # where it takes a second it is done when it is needed
    galaxies = made_galaxies()
    assert alike.find(galaxies) is None
    cache.make(galaxies, STEPS)
    assert np.array_equal(alike.find(galaxies), alike.of_images(made_galaxies.images))
    alike.path(galaxies).unlink()
    cache.make(galaxies, STEPS)
    assert alike.find(galaxies) is None, "one that is there is not made again for it"


def test_other_images_or_steps_are_another_set(made_galaxies: Callable) -> None:
    paths = {
        cache.path(made_galaxies(), STEPS),
        cache.path(made_galaxies(content="second"), STEPS),
        cache.path(made_galaxies(), STEPS[::-1]),
        cache.path(made_galaxies(), ("crop:fraction=0.6", STEPS[1])),
    }
    assert len(paths) == 4
    assert cache.path(made_galaxies(), ("crop",)) == cache.path(made_galaxies(), ("crop:fraction=0.75",))


def test_what_fails_half_way_leaves_nothing(made_galaxies: Callable) -> None:
    def broken(rows: np.ndarray) -> np.ndarray:
        if rows[0]:
            raise AbsentError("The file is gone.")
        return made_galaxies.images[rows]

    with pytest.raises(AbsentError, match="gone"):
        cache.make(made_galaxies(read=broken), STEPS)
    assert cache.find(made_galaxies(), STEPS) is None
    assert not [*cache.path(made_galaxies(), STEPS).parent.glob("*.npy")]
    assert cache.make(made_galaxies(), STEPS).shape[0] == 150


def test_a_set_cut_short_is_made_again(made_galaxies: Callable) -> None:
    whole = np.array(cache.make(made_galaxies(), STEPS))
    file = cache.path(made_galaxies(), STEPS)
    file.write_bytes(file.read_bytes()[:5000])
    assert cache.find(made_galaxies(), STEPS) is None
    assert np.array_equal(cache.make(made_galaxies(), STEPS), whole)


def test_stopping_from_the_progress_leaves_nothing(made_galaxies: Callable) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.make(made_galaxies(), STEPS, stop)
    assert cache.find(made_galaxies(), STEPS) is None


def broken_after(made_galaxies: Callable, rows: int) -> Galaxies:
    """The same data set, whose file is gone once so many rows have been read."""

    def read(asked: np.ndarray) -> np.ndarray:
        if asked[0] >= rows:
            raise AbsentError("The file is gone.")
        return made_galaxies.images[asked]

    return made_galaxies(read=read, block=10)


def reading_first(made_galaxies: Callable, asked: list[int]) -> Galaxies:
    """The same data set, that notes the first row of every block that is read."""

    def read(rows: np.ndarray) -> np.ndarray:
        asked.append(int(rows[0]))
        return made_galaxies.images[rows]

    return made_galaxies(read=read, block=10)


def test_what_was_interrupted_goes_on(made_galaxies: Callable) -> None:
    whole = prepare.apply(made_galaxies.images, STEPS)
    with pytest.raises(AbsentError):
        cache.make(broken_after(made_galaxies, 100), STEPS)
    told, asked = [], []
    out = cache.make(reading_first(made_galaxies, asked), STEPS, lambda done, total: told.append(done))
    most = (os.cpu_count() or 1) + 1  # blocks whose result nobody had waited for
    assert min(asked) == told[0] >= 100 - 10 * most and asked == [*range(told[0], 150, 10)]
    assert np.array_equal(out, whole) and told[-1] == 150


def test_nothing_is_left_of_an_interruption_once_the_set_is_whole(made_galaxies: Callable) -> None:
    with pytest.raises(AbsentError):
        cache.make(broken_after(made_galaxies, 100), STEPS)
    folder = cache.path(made_galaxies(), STEPS).parent
    assert [*folder.glob("*.part")] and [*folder.glob("*.note")]
    cache.make(made_galaxies(), STEPS)
    assert {file.suffix for file in folder.iterdir()} == {".npy", ".lock", ".json"}


def test_an_interruption_while_it_is_noted_all_the_time(
    made_galaxies: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "EVERY", 0.0)
    for rows in (40, 80, 120):
        with pytest.raises(AbsentError):
            cache.make(broken_after(made_galaxies, rows), STEPS)
    assert np.array_equal(cache.make(made_galaxies(), STEPS), prepare.apply(made_galaxies.images, STEPS))


def test_rows_in_which_nothing_was_found_are_kept(made_galaxies: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "EVERY", 0.0)
    made_galaxies.images //= 16
    made_galaxies.images[::3, 8:24, 8:24] = 250
    steps, rows = ("central_source:size=8", "resize:size=8"), np.setdiff1d(np.arange(150), np.arange(0, 150, 3))
    assert cache.fallbacks(made_galaxies(), steps) is None
    with pytest.raises(AbsentError):
        cache.make(broken_after(made_galaxies, 100), steps)
    assert cache.fallbacks(made_galaxies(), steps) is None
    cache.make(made_galaxies(), steps)
    kept = cache.fallbacks(made_galaxies(), steps)
    assert kept.dtype == np.int64 and kept.tolist() == rows.tolist()


def test_where_no_step_looks_for_anything_nothing_is_missed(made_galaxies: Callable) -> None:
    assert cache.fallbacks(made_galaxies(), STEPS) is None
    cache.make(made_galaxies(), STEPS)
    assert cache.fallbacks(made_galaxies(), STEPS).tolist() == []


def test_a_disk_that_is_too_small_is_said_before_it_begins(
    made_galaxies: Callable, disk: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GALAXY_DATA", str(disk(900)))
    with pytest.raises(StorageError, match="full"):
        cache.make(made_galaxies(), STEPS)
    assert not [*cache.path(made_galaxies(), STEPS).parent.glob("*.part")]


def test_two_processes_at_once_make_it_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    both = [subprocess.Popen([sys.executable, "-c", MAKE], cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(bool(words) for words in said) == [False, True], "one made it, the other waited"
    assert cache.find(open_dataset("sample"), STEPS).shape == (300, 16, 16, 3)


def test_a_killed_maker_leaves_no_set_and_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", MAKE], cwd=ROOT, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
    sample = open_dataset("sample")
    assert cache.find(sample, STEPS) is None
    assert cache.make(sample, STEPS).shape == (300, 16, 16, 3)
    prepared = cache.path(sample, STEPS).parent
    assert not [*prepared.glob(".new-*")], "what the killed one left is cleared away"


def test_a_killed_maker_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    often = MAKE.replace("cache.make", "cache.EVERY = 0; cache.make")
    with subprocess.Popen([sys.executable, "-c", often], cwd=ROOT, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
    told, sample = [], open_dataset("sample")
    out = cache.make(replace(sample, complete=None), STEPS, lambda done, total: told.append(done))
    assert told[0] >= 64 and told == sorted(set(told)), "it began behind what was noted"
    assert np.array_equal(out, prepare.apply(sample.images(np.arange(300)), STEPS))


def test_in_the_background(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, until: Callable) -> None:
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    sample = open_dataset("sample")
    job = cache.start(sample, STEPS)
    assert job.error is None
    until(lambda: cache.find(sample, STEPS) is not None, 60)
    assert cache.find(sample, STEPS).shape == (300, 16, 16, 3)
