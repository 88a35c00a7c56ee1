"""Folders: those below count, hidden and unreadable files spoil nothing."""

from pathlib import Path

import pytest

from galaxy_core.catalogue import sources
from tests.catalogue import made


def test_folders_below_count_and_hidden_files_dont(tmp_path: Path) -> None:
    folder = made.source("picture_folder", tmp_path, 2)
    (folder / "deep").mkdir()
    (folder / "deep" / "z.png").write_bytes(b"")
    (folder / ".hidden.png").write_bytes(b"x")
    source = sources.opened(folder)
    pictures = list(source.read(0, 3))
    assert source.pieces == (3,) and pictures[0].name == "deep/z.png"
    with pytest.raises(ValueError, match="empty"):
        pictures[0].pixels(0)
