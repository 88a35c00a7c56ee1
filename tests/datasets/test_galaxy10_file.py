"""Which paths are taken for HDF5 files. What they may hold is tested in `files/test_galaxy10.py` and `test_hdf5.py`."""

from pathlib import Path

import pytest

from galaxy_core import DataError, UsageError, datasets
from galaxy_core.datasets import galaxy10_file
from tests.datasets.files.broken import IMAGES, write


def test_files_are_accepted_by_name_or_by_their_first_bytes(tmp_path: Path) -> None:
    for name in ("a.h5", "b.HDF5", "c", "d.dat"):
        assert galaxy10_file.accepts(write(tmp_path / name))
    (tmp_path / "text.h5").write_text("words")
    assert galaxy10_file.accepts(tmp_path / "text.h5")
    (tmp_path / "text").write_text("words")
    (tmp_path / "folder.h5").mkdir()
    assert not any(galaxy10_file.accepts(tmp_path / name) for name in ("text", "folder.h5", "nothing.h5"))


def test_it_opens_by_its_absolute_path_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "mine.h5")
    monkeypatch.chdir(tmp_path)
    galaxies = datasets.open_dataset("mine.h5")
    assert galaxies.name == str(tmp_path / "mine.h5")
    assert (datasets.open_dataset(galaxies.name).images([1, 0]) == IMAGES[[1, 0]]).all()


NOWHERE = ("no_such_set", "/no/such/file.h5", "", " ", "a" * 5000, "~nobody-here/x", "a\0b", "galaxy10_file")


@pytest.mark.parametrize("reference", NOWHERE, ids=range(len(NOWHERE)))
def test_what_is_nowhere_is_a_usage_error_that_names_the_sets(reference: str) -> None:
    with pytest.raises(UsageError, match="neither a data set .*galaxy10_decals.* nor a file or folder that exists"):
        datasets.open_dataset(reference)


def test_a_file_of_another_kind_is_a_data_error(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("words")
    with pytest.raises(
        DataError, match="neither a folder nor a file that can be read here: choose one of these, .*Parquet file"
    ):
        datasets.open_dataset(str(tmp_path / "words.txt"))
