"""Stamps: another one after every change, also where size and time of the content are set back."""

import os
import time
from pathlib import Path

from galaxy_core.storage import stamps


def test_a_change_gives_another_stamp_even_where_size_and_time_are_set_back(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"abc")
    before, status = stamps.stamp(path), path.stat()
    assert stamps.stamp(path) == before == stamps.of(status)
    time.sleep(2 * stamps.FRESH / 1e9)
    path.write_bytes(b"abd")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert stamps.stamp(path)[:2] == before[:2]
    assert stamps.stamp(path) != before


def test_it_is_settled_when_the_clock_has_moved_on(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.touch()
    assert not stamps.is_settled(stamps.stamp(path))
    time.sleep(2 * stamps.FRESH / 1e9)
    assert stamps.is_settled(stamps.stamp(path))
