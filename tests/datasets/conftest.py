"""What the tests of data sets share: a data folder of their own, the real files, and a user without rights."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
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


@pytest.fixture
def nobody(tmp_path: Path) -> Callable[[], AbstractContextManager[None]]:
    """A `with nobody():` inside which root is an ordinary user, as permissions mean nothing to root."""

    @contextmanager
    def inside() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        for folder in (tmp_path, *tmp_path.parents):
            if folder.stat().st_mode & 0o055 != 0o055:
                folder.chmod(folder.stat().st_mode | 0o055)
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)

    return inside
