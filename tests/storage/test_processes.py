"""Processes that outlive whoever starts them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core import StorageError
from galaxy_core.storage import processes


def test_it_finds_our_code_and_folders_wherever_it_starts(tmp_path: Path, until: Callable) -> None:
    words = ["-c", "import os, galaxy_core; print(os.environ['GALAXY_RUNS'], os.environ['X'], os.getsid(0))"]
    log = tmp_path / "log"
    log.write_text("before\n", encoding="utf-8")
    process = processes.start(words, log, {"X": "7"})
    assert process.wait(20) == 0
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines == ["before", f"{os.environ['GALAXY_RUNS']} 7 {process.pid}"], "a session of its own"
    assert processes.start(["-c", "print('anew')"], log, anew=True).wait(20) == 0
    assert log.read_text(encoding="utf-8") == "anew\n"


def test_it_inherits_what_is_held(tmp_path: Path) -> None:
    read, write = os.pipe()
    process = processes.start(["-c", f"import os; os.write({write}, b'here')"], tmp_path / "log", held=(write,))
    os.close(write)
    assert os.read(read, 10) == b"here" and process.wait(20) == 0
    os.close(read)


def test_a_log_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    with pytest.raises(StorageError, match="choose another folder"):
        processes.start(["-c", ""], tmp_path / "log")
