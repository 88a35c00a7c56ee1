"""Free memory goes back to the system, whatever C library there is."""

import ctypes
from pathlib import Path

import pytest

from galaxy_core.storage import heap


def resident() -> int:
    """Megabytes of this process in memory now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 1_000_000


def test_small_pieces_that_are_free_are_given_back() -> None:
    pieces = [b"x" * 10_000 + str(number).encode() for number in range(20_000)]
    kept, before = pieces[::500], resident()
    del pieces
    heap.trim()
    assert resident() < before - 100 and len(kept) == 40


def test_without_such_a_library_only_garbage_is_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    heap.trim()
