"""The package's front: what a data set is called, and where it is looked for."""

from pathlib import Path

import pytest

from galaxy_core import UsageError, datasets


@pytest.mark.parametrize("path", ["folder/../file.h5", "./file.h5", "file.h5", "folder//../file.h5"])
def test_one_file_has_one_name_however_it_is_reached(
    path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert datasets.known_as(path) == str(tmp_path / "file.h5")


def test_names_stay_and_a_home_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert datasets.known_as("sample") == "sample"
    assert datasets.known_as("~/x") == str(tmp_path / "x")
    assert datasets.known_as("~nobody-of-that-name/x").endswith("~nobody-of-that-name/x")  # a path like any other


@pytest.mark.parametrize("reference", ["", "no-such-thing", "~nobody-of-that-name/x", "x" * 5000])
def test_what_is_nowhere_is_a_sentence_with_the_names_there_are(reference: str) -> None:
    with pytest.raises(UsageError, match="sample"):
        datasets.open_dataset(reference)
