"""Catalogues that are interrupted, shared, spoiled: what stands is whole, what is missing is made, nothing twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from galaxy_core import UsageError
from galaxy_core.catalogue import making
from galaxy_core.catalogue.making import Share
from tests.catalogue import made


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("galaxy_core.catalogue.plan.LEAST", 3)
    monkeypatch.setattr("galaxy_core.catalogue.plan.MOST", 3)


def parts(folder: Path) -> dict[str, list]:
    return {file.name: pq.read_table(file).to_pylist() for file in sorted(folder.glob("part-*.parquet"))}


def test_shares_are_disjoint_and_cover_all() -> None:
    every = list(range(17))
    taken = [list(making.share(f"{number}/5").take(every)) for number in range(1, 6)]
    assert [part for share in taken for part in share] == every and making.share("0/5").take(every) == making.share(
        "5/5"
    ).take(every)
    assert max(map(len, taken)) - min(map(len, taken)) <= 1 and making.share("1/1") == Share()
    for bad in ("", "3", "3/2", "1/0", "-1/2", "a/b", "1/2/3"):
        with pytest.raises(UsageError, match="i/n"):
            making.share(bad)


@pytest.mark.usefixtures("small_parts")
def test_only_what_is_missing_is_made_and_the_same_by_one_or_two_processes(finished: dict, tmp_path: Path) -> None:
    run, path, told = finished["pca_logistic"], made.source("parquet_table", tmp_path), list[tuple[int, int]]()
    first = making.make(run, [path], tmp_path / "a", making.share("1/2"), processes=1)
    rest = making.make(run, [path], tmp_path / "a", processes=1, told=lambda *done: told.append(done))
    assert (first.parts, first.skipped, rest.parts, rest.skipped) == (2, 0, 2, 2) and first.images == rest.images == 6
    assert told == [(3, 6), (6, 6)]
    before = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "a").iterdir()}
    assert making.make(run, [path], tmp_path / "a", processes=1).parts == 0
    assert before == {file.name: file.stat().st_mtime_ns for file in (tmp_path / "a").iterdir()}
    making.make(run, [path], tmp_path / "b", processes=2)
    assert parts(tmp_path / "a") == parts(tmp_path / "b") and len(parts(tmp_path / "b")) == 4


@pytest.mark.usefixtures("small_parts")
def test_a_source_that_spoils_spoils_no_other_part(finished: dict, tmp_path: Path) -> None:
    good, bad = made.source("hdf5_array", tmp_path), made.source("parquet_table", tmp_path)
    whole = bytearray(bad.read_bytes())
    whole[len(whole) // 3 : len(whole) // 2] = bytes(len(whole) // 2 - len(whole) // 3)  # its footer is still sound
    bad.write_bytes(whole)
    result = making.make(finished["pca_logistic"], [good, bad], tmp_path / "out", processes=1)
    there = parts(tmp_path / "out")
    assert {f"part-{number:05}.parquet" for number in range(4)} <= {*there} and len(there) == result.parts
    faults = [row["error"] for rows in there.values() for row in rows if row["error"]]
    assert result.failed or faults
    assert all("many.parquet" in sentence for sentence in result.failed.values())


@pytest.mark.usefixtures("small_parts")
def test_a_command_killed_at_any_moment_loses_and_doubles_nothing(finished: dict, tmp_path: Path) -> None:
    run, path = finished["pca_logistic"], made.source("tar_archive", tmp_path)
    making.make(run, [path], tmp_path / "whole", processes=1)
    code = (
        "from galaxy_core.catalogue import making, plan; from galaxy_core import runs; from pathlib import Path;"
        f"plan.LEAST = plan.MOST = 3; making.make(runs.find({run.name!r}), [Path({str(path)!r})],"
        f" Path({str(tmp_path / 'out')!r}), processes=1)"
    )
    random = np.random.default_rng(0)
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2])
        time.sleep(float(random.uniform(0.4, 1.2)))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    making.make(run, [path], tmp_path / "out", processes=1)
    assert parts(tmp_path / "out") == parts(tmp_path / "whole") and not list((tmp_path / "out").glob(".new-*"))
