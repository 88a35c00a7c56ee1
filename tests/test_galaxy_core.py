"""The library's head: where things lie, and that every error is one of ours."""

from pathlib import Path

import pytest

import galaxy_core


def test_folders_are_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "a"))
    monkeypatch.setenv("GALAXY_RUNS", "b")
    assert galaxy_core.data_folder() == tmp_path / "a"
    assert galaxy_core.runs_folder() == tmp_path / "b"  # absolute, whatever the working folder becomes


@pytest.mark.parametrize("empty", [True, False])
def test_without_it_they_are_in_the_working_folder(empty, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("GALAXY_DATA", "GALAXY_RUNS"):
        monkeypatch.setenv(name, "") if empty else monkeypatch.delenv(name, raising=False)
    assert (galaxy_core.data_folder(), galaxy_core.runs_folder()) == (tmp_path / "data", tmp_path / "runs")


def test_every_error_is_in_the_tree_at_the_head() -> None:
    kinds = [value for value in vars(galaxy_core).values() if isinstance(value, type) and issubclass(value, Exception)]
    assert all(issubclass(kind, galaxy_core.GalaxyError) for kind in kinds)
    assert all(kind.__name__ in galaxy_core.__doc__ for kind in kinds) and len(kinds) == 6
