"""What runs are called: short, and no two the same."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from galaxy_core import runs
from tests.pages.stored_runs import copy, unfinished

AUGMENT = ("flips", "zoom", "rotation", "shift", "brightness")


def test_the_oldest_of_equal_ones_has_the_name_and_the_others_say_when(own_runs: Path):
    first = unfinished("stopped", "majority")
    second, third = (copy(first, own_runs, f"20990101-{begun}-majority-00aa") for begun in ("120500", "120501"))
    assert runs.title(first) == "Majority baseline"
    assert runs.title(second) == "Majority baseline · 01 Jan 12:05"
    assert runs.title(third) == "Majority baseline · 01 Jan 12:05:01"
    assert len(set(runs.all_titles().values())) == 3
    runs.describe(third, "Mine")
    assert runs.title(third) == "Mine"
    shutil.rmtree(first.folder)
    assert runs.title(second) == "Majority baseline"


def test_a_long_name_is_shortened_and_what_tells_it_from_others_stands_there(own_runs: Path):
    asked = {"epochs": 5, "image_size": 32, "filters": 16, "dropout": 0.1, "crop": 0.9}
    first = runs.create(runs.request("sample", "cnn", asked, seed=3, augment=AUGMENT))
    other = runs.create(runs.request("sample", "cnn", asked | {"dropout": 0.2}, seed=3, augment=AUGMENT))
    short, longer = sorted((runs.title(first), runs.title(other)), key=len)
    assert short.startswith("CNN, epochs 5, ") and short.endswith(" more, seed 3") and short.count(",") == 6
    assert longer in (f"{short}, dropout 0.1", f"{short}, dropout 0.2")


def test_augmentations_in_a_row_are_counted_after_the_first_two(own_runs: Path):
    run = runs.create(runs.request("sample", "cnn", augment=AUGMENT))
    assert runs.title(run).endswith(" + 3 more") and "+ 3 more" not in runs.configuration(run)


def test_titles_cost_a_look_at_each_folder(own_runs: Path, calls: Callable):
    for _ in range(20):
        run = unfinished("stopped", "majority")
        os.utime(run.folder, ns=(0, run.folder.stat().st_mtime_ns - 60 * 10**9))
    first, again = calls(runs.all_titles), calls(runs.all_titles)
    assert again < first / 3
