"""Into which parts a source is divided, and that nothing of another model or source gets among them."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from galaxy_core import DataError, UsageError
from galaxy_core.catalogue import plan
from galaxy_core.catalogue.plan import Given, Plan
from tests.catalogue import made


def planned(*pieces: list[int]) -> Plan:
    given = [Given(f"/{number}", each, "x") for number, each in enumerate(pieces)]
    return Plan("run", "hash", "classes", ["a", "b"], given, False, {})


def test_parts_hold_every_picture_once_and_end_with_each_file() -> None:
    parts = planned([7000, 300], [100_000]).parts
    assert [part.number for part in parts] == list(range(len(parts)))
    assert sum(part.stop - part.first for part in parts) == 107_300
    assert max(part.stop - part.first for part in parts) == 5000
    numbers = [(part.before + part.first, part.before + part.stop) for part in parts]
    assert numbers[0][0] == 0 and all(before[1] == after[0] for before, after in pairwise(numbers))
    assert {(part.source, part.first) for part in parts} >= {(0, 0), (0, 7000), (1, 0)}


def test_few_pictures_are_divided_too() -> None:
    assert [part.stop for part in planned([600]).parts] == [250, 500, 600]


def test_a_catalogue_stays_what_it_is(finished: dict, tmp_path: Path) -> None:
    run, path, out = finished["pca_logistic"], made.source("picture_folder", tmp_path), tmp_path / "out"
    first = plan.made(run, [path])
    assert first.run == run.name and first.images == made.COUNT and first.named
    assert plan.noted(out, first) == plan.noted(out, plan.made(run, [path])) == plan.read(out)
    with pytest.raises(UsageError, match="another model"):
        plan.noted(out, plan.made(finished["majority"], [path]))
    with pytest.raises(UsageError, match="something else"):
        plan.noted(out, replace(first, sources=[*first.sources, *first.sources]))
    (path / "new.png").write_bytes(b"x")
    with pytest.raises(UsageError, match="has changed"):
        plan.noted(out, plan.made(run, [path]))


def test_a_damaged_manifest_is_named(tmp_path: Path) -> None:
    (tmp_path / plan.FILE).write_text("{}")
    with pytest.raises(DataError, match=plan.FILE):
        plan.read(tmp_path)
