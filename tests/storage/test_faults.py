"""What goes wrong unexpectedly keeps its traceback in a file that the sentence names."""

import tempfile
from pathlib import Path

import pytest

from galaxy_core.storage import faults


def broken() -> ZeroDivisionError:
    """An error with a traceback."""
    try:
        raise ZeroDivisionError("of a plug-in.")
    except ZeroDivisionError as error:
        return error


def test_the_sentence_names_the_file_in_which_the_traceback_stands(own_runs: Path, tmp_path: Path) -> None:
    said = faults.sentence(broken(), "It broke")
    assert said == f"It broke: ZeroDivisionError: of a plug-in. Its traceback stands in {own_runs}/errors.log."
    faults.sentence(broken(), "It broke")
    text = (own_runs / "errors.log").read_text(encoding="utf-8")
    assert text.count("Traceback (most recent call last)") == text.count("in broken") == 2
    said = faults.sentence(broken(), "It broke", tmp_path / "log.txt")
    assert said.endswith(f"{tmp_path}/log.txt.") and "in broken" in (tmp_path / "log.txt").read_text(encoding="utf-8")


def test_where_it_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_RUNS", str(tmp_path / "nowhere"))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    assert faults.keep(broken()) == tmp_path / "galaxy-errors.log"
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "nowhere"))
    assert faults.sentence(broken(), "It broke") == "It broke: ZeroDivisionError: of a plug-in."
    assert faults.keep(broken(), tmp_path) is None


def test_it_does_not_grow_without_end(own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "MOST", 2000)
    for _ in range(40):
        faults.keep(broken())
    assert sorted(path.name for path in own_runs.iterdir()) == ["errors.log", "errors.log.1"]
    assert all(path.stat().st_size < 4000 for path in own_runs.iterdir())
