"""What all kinds of sources promise: the same pictures, in order, from anywhere; sentences for what is wrong."""

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError, GalaxyError, UsageError, plugins
from galaxy_core.catalogue import sources
from galaxy_core.datasets.files import pictures
from tests.catalogue import made


def test_every_kind_there_is_is_tried_here() -> None:
    assert sorted(plugins.names(sources)) == sorted(made.KINDS)


@pytest.mark.parametrize("kind", made.KINDS)
def test_a_source_gives_its_pictures_from_anywhere(kind: str, tmp_path: Path) -> None:
    source = sources.opened(made.source(kind, tmp_path))
    assert sum(source.pieces) == made.COUNT
    given = list(source.read(3, 8))
    assert all(np.array_equal(p.pixels(0), image) for p, image in zip(given, made.images()[3:8], strict=True))
    back = list(source.read(0, 2))
    assert np.array_equal(back[1].pixels(0), made.images()[1])
    names = [picture.name for picture in given]
    assert names == ([f"g{number:03}.png" for number in range(3, 8)] if source.names else [None] * 5)


@pytest.mark.parametrize("kind", made.KINDS)
def test_the_stamp_changes_with_the_source_and_not_by_being_read(kind: str, tmp_path: Path) -> None:
    path = made.source(kind, tmp_path)
    before = sources.opened(path)
    list(before.read(0, 2))
    assert sources.opened(path).stamp == before.stamp
    for left in [path, *path.rglob("*")] if path.is_dir() else [path]:
        left.rename(tmp_path / left.name) if left.parent != tmp_path else None
    (tmp_path / "again").mkdir()
    assert sources.opened(made.source(kind, tmp_path / "again", made.COUNT - 1)).stamp != before.stamp


def test_what_is_none_is_refused_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "words.txt").write_text("words")
    with pytest.raises(UsageError, match="isn't there"):
        sources.opened(tmp_path / "absent")
    for name in ("empty", "words.txt"):
        with pytest.raises(DataError, match="holds no pictures"):
            sources.opened(tmp_path / name)


@pytest.mark.parametrize("kind", made.KINDS)
def test_a_file_that_is_cut_off_or_spoiled_ends_in_a_sentence(kind: str, tmp_path: Path) -> None:
    path = made.source(kind, tmp_path)
    random = np.random.default_rng(0)
    for file in [path] if path.is_file() else sorted(path.iterdir())[:2]:
        whole = file.read_bytes()
        for _ in range(12):
            spoiled = bytearray(whole[: random.integers(1, len(whole))])
            spoiled[random.integers(len(spoiled))] ^= 255
            file.write_bytes(spoiled)
            with suppress(GalaxyError):  # whatever else is raised fails the test
                for picture in sources.opened(path).read(0, 3):
                    with suppress(*pictures.BROKEN):
                        picture.pixels(0)
        file.write_bytes(whole)
