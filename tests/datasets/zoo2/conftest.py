"""Small published tables, with pictures."""

from pathlib import Path

import pytest

from tests.datasets.zoo2 import published


@pytest.fixture
def tables(tmp_path: Path) -> tuple[Path, set[int]]:
    """A folder with both tables, and the numbers of the pictures that are there."""
    return tmp_path / "gz2", published.write(tmp_path / "gz2", published.SMALL)
