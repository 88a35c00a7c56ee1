"""What the tests of data sets share: a data folder of their own, and the real files."""

from pathlib import Path

import pytest

REAL = Path(__file__).parents[2] / ".." / "shared" / "real"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, `$GALAXY_DATA` for this test."""
    folder = tmp_path / "data-folder"
    monkeypatch.setenv("GALAXY_DATA", str(folder))
    return folder


@pytest.fixture
def real() -> Path:
    """The folder of real files beside the repository; the test is skipped where it is missing."""
    if not REAL.is_dir():
        pytest.skip("../shared/real isn't here")
    return REAL.resolve()
