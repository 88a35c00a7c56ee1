"""The join of Galaxy Zoo 2, step by step, small and at full size."""

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from galaxy_core.datasets import zoo2
from tests.datasets.zoo2 import published

ROOT = Path(__file__).parents[3]


def join(folder: Path, numbers: set[int]) -> tuple[pd.DataFrame, zoo2.Steps]:
    return zoo2.joined(folder / "gz2_hart16.csv", folder / "gz2_filename_mapping.csv", numbers)


def test_each_step_is_counted(tables: tuple[Path, set[int]]) -> None:
    rows, steps = join(*tables)
    assert asdict(steps) == asdict(published.SMALL) | {"again": 0, "invalid": 0, "classes": (11, 11, 11)}
    assert len(rows) == 230 and steps.sentences() == (
        "356 rows map galaxies to pictures, of which 295 are of the original sample (picture numbers below 295,306).",
        "240 of these galaxies have votes; 6 rows with a missing value were left out (234 remain), and 4 whose "
        "picture isn't there: 230 galaxies.",
        "11 classes (gz2_class) become 11 without the arms of rare ones and 11 with the rarest together "
        "(class_reduced): each part of a split gets its share of them.",
        "30 object numbers appear twice or more in the mapping.",
    )


def test_each_galaxy_keeps_its_own_picture_place_and_votes(tables: tuple[Path, set[int]]) -> None:
    folder, numbers = tables
    rows, _ = join(folder, numbers)
    mapping = pd.read_csv(folder / "gz2_filename_mapping.csv").set_index("asset_id")["objid"]
    votes = pd.read_csv(folder / "gz2_hart16.csv").set_index("dr7objid")
    assert rows["dr7objid"].dtype == np.int64 and rows["asset_id"].is_monotonic_increasing
    np.testing.assert_array_equal(rows["dr7objid"], mapping[rows["asset_id"]])
    for column in ("ra", "dec", "gz2_class", "t03_bar_a06_bar_debiased", "t11_arms_number_a37_cant_tell_count"):
        expected = votes.loc[rows["dr7objid"], column].to_numpy()
        np.testing.assert_array_equal(
            rows[column],
            expected if expected.dtype != float or column in ("ra", "dec") else expected.astype(np.float32),
        )
    assert (rows.columns[:2].tolist(), rows.columns[43:45].tolist()) == (
        ["dr7objid", "ra"],
        ["asset_id", "class_reduced"],
    )
    assert len(rows.columns) == 45 + 37 and set(rows["asset_id"]) <= numbers


def test_what_is_there_twice_counts_once_and_is_said(tables: tuple[Path, set[int]]) -> None:
    folder = tables[0]
    for name, added in (("gz2_hart16.csv", 2), ("gz2_filename_mapping.csv", 1)):
        lines = (folder / name).read_text().splitlines()
        (folder / name).write_text("\n".join([*lines, *lines[1 : 1 + added]]))
    before, (_, steps) = len(join(*tables)[0]), join(*tables)
    assert steps.again in (2, 3) and before == 230 == steps.pictured
    assert f"{steps.again} rows repeat a galaxy that was there already: the first counts." in steps.sentences()


def test_rows_without_a_number_are_left_out_and_counted(tables: tuple[Path, set[int]]) -> None:
    folder, numbers = tables
    with open(folder / "gz2_filename_mapping.csv", "a") as file:
        file.write("extended,,587722981736120347\nextended,17,\n")
    _, steps = join(folder, numbers)
    assert (steps.mapped, steps.invalid, steps.pictured) == (358, 2, 230)
    assert "2 rows have no object number or no picture number and were left out." in steps.sentences()


FULL = """
import resource, sys, time
from dataclasses import asdict
from pathlib import Path
from galaxy_core.datasets import zoo2
from galaxy_core.datasets.zoo2 import kept
folder = Path(sys.argv[1])
numbers = {int(line) for line in (folder / "numbers").read_text().split()}
began = time.process_time()
rows, steps = zoo2.joined(folder / "gz2_hart16.csv", folder / "gz2_filename_mapping.csv", numbers)
kept.keep("full", folder, rows, steps)
status = Path("/proc/self/status")  # getrusage also tells what the process was before that became this one
peaks = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else []
memory = int(peaks[0].split()[1]) if peaks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(time.process_time() - began, memory, len(rows), *[*asdict(steps).values()][:6])
"""


@pytest.mark.long
def test_at_full_size_it_takes_half_a_minute_and_a_gigabyte_and_a_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """355,990 → 295,305 → 239,695 → 239,389 → 239,267, with the SQLite table."""
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    numbers = published.write(tmp_path, published.Published())
    (tmp_path / "numbers").write_text(" ".join(map(str, numbers)))
    ended = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-2000:]
    seconds, memory, n, *steps = map(float, ended.stdout.split())
    assert steps[:6] == [355_990, 295_305, 239_695, 239_389, 239_267, 30_339] and n == 239_267
    assert memory * (1 if sys.platform == "darwin" else 1024) < 1.5e9
    assert seconds < 30  # of a processor: whatever else the machine does meanwhile
