"""What prepared images take on disk."""

from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core.prepare.cache import room


def test_the_oldest_is_cleared_with_a_button(draw: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    assert "There are no prepared images" in draw("disk.prepared()").text
    target = tmp_path / "prepared" / "abc.npy"
    target.parent.mkdir()
    target.write_bytes(b"x" * 5000)
    room.note(target, "Mine", ("grey", "resize:size=64"))
    seen = draw("disk.prepared()")
    assert "1 set, 5.0 kB in all" in seen.text and "Mine · grey scale + resize · 5.0 kB" in seen.text
    assert "There are no prepared images" in seen.click("Clear the oldest (5.0 kB)").text and not target.exists()
