"""Tar: other files are passed over, shards follow each other, packed ones are refused."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from galaxy_core import DataError
from galaxy_core.catalogue import sources
from tests.catalogue import made


def test_shards_follow_each_other_and_other_files_are_passed_over(tmp_path: Path) -> None:
    for shard, name in enumerate(("a.tar", "b.tar")):
        with tarfile.open(tmp_path / name, "w") as archive:
            for member in ("notes.json", f"{shard}.png"):
                info = tarfile.TarInfo(member)
                info.size = len(held := made.png(made.images(2)[shard]))
                archive.addfile(info, io.BytesIO(held))
    source = sources.opened(tmp_path)
    assert source.pieces == (1, 1) and [picture.name for picture in source.read(0, 2)] == ["0.png", "1.png"]


def test_one_that_is_packed_as_a_whole_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "many.tar.gz"
    packed.write_bytes(gzip.compress(made.source("tar_archive", tmp_path).read_bytes()))
    with pytest.raises(DataError, match="compressed as a whole"):
        sources.opened(packed)
