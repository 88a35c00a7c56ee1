"""Paths as people write them."""

from pathlib import Path
from urllib.parse import quote

import pytest

from galaxy_core import DataError, UsageError, data_folder, datasets
from galaxy_core.datasets import paths
from tests.datasets.files.broken import write


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a folder whose name has a space in it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "my galaxies").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    "text",
    [
        "~/my galaxies", "$HOME/my galaxies", "${HOME}/my galaxies", '"{}"', "'{}'", "“{}”", " {} ", "`{}`",
        "file://{}",
        "file://localhost{}", "<file://{}>", "{}/", "{}/../my galaxies", "'~/my galaxies'", "~/my\\ galaxies",
    ],
)  # fmt: skip
def test_each_means_the_same_folder(text: str, home: Path) -> None:
    path = str(home / "my galaxies")
    written = text.format(quote(path) if "file:" in text else path) if "{}" in text else text
    assert paths.understood(written) == path
    assert datasets.known_as(written) == path


def test_one_that_is_there_is_taken_as_it_is_written(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    for name in ("$HOME", "'quoted'", "~x"):
        (home / name).mkdir()
        assert paths.understood(name) == str(home / name)


def test_a_path_of_windows_is_named_or_found_where_it_is_mounted(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (r"C:\Users\me\galaxies", "C:/Users/me", r"\\server\share", "file:///C:/Users/me", r'"D:\x"'):
        with pytest.raises(UsageError, match="is a path of Windows: give the path that it has on this computer"):
            datasets.open_dataset(text)
    monkeypatch.setattr(paths, "MOUNTED", str(home) + "/{letter}/{rest}")
    (home / "c" / "Users").mkdir(parents=True)
    assert paths.understood(r"C:\Users") == str(home / "c" / "Users")


def test_the_variables_know_home_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("~/data", "$HOME/data"):
        monkeypatch.setenv("GALAXY_DATA", text)
        assert data_folder() == home / "data"


def test_a_data_set_opens_by_such_a_path(home: Path) -> None:
    write(home / "my galaxies" / "x.h5")
    assert datasets.open_dataset("'~/my galaxies/x.h5'").n == 20
    with pytest.raises(DataError, match="has no folders in it"):
        datasets.open_dataset("~/my galaxies")
