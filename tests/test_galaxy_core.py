"""Where data and runs lie, and the one tree of errors."""

from pathlib import Path

import pytest

import galaxy_core


def test_folders_come_from_the_environment_or_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable, folder, name in (
        ("GALAXY_DATA", galaxy_core.data_folder, "data"),
        ("GALAXY_RUNS", galaxy_core.runs_folder, "runs"),
    ):
        monkeypatch.setenv(variable, "elsewhere")
        assert folder() == tmp_path / "elsewhere"
        for empty in ("", None):
            monkeypatch.delenv(variable) if empty is None else monkeypatch.setenv(variable, empty)
            assert folder() == tmp_path / name
    assert list(tmp_path.iterdir()) == []


def test_every_error_is_in_the_drawn_tree() -> None:
    errors = {v for v in vars(galaxy_core).values() if isinstance(v, type) and issubclass(v, Exception)}
    assert all(issubclass(error, galaxy_core.GalaxyError) for error in errors)
    assert all(f" {error.__name__} " in galaxy_core.__doc__ for error in errors)
