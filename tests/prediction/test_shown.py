"""Pictures that are kept to be shown again."""

import os
from pathlib import Path

import pytest

from galaxy_core.prediction import shown


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    return tmp_path


def read(identity: str) -> bytes | None:
    path = shown.path(identity)
    return path and path.read_bytes()


def test_the_same_picture_lies_there_once(data: Path) -> None:
    one, again, other = shown.keep(b"one"), shown.keep(b"one"), shown.keep(b"other")
    assert one == again != other and read(one) == b"one" and read(other) == b"other"
    assert len(list((data / "shown").iterdir())) == 2


@pytest.mark.parametrize("identity", ["", "../../etc/passwd", "0" * 32, "x" * 32])
def test_what_is_not_kept_is_none(identity: str) -> None:
    assert shown.path(identity) is None


def test_the_oldest_go_first(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "MOST", 10)
    first, second = shown.keep(b"1234"), shown.keep(b"5678")
    os.utime(data / "shown" / first, (2, 2))
    os.utime(data / "shown" / second, (1, 1))
    third = shown.keep(b"abcd")
    assert [read(one) for one in (first, second, third)] == [b"1234", None, b"abcd"]
    assert read(shown.keep(b"x" * 11)) is None, "too large to be kept"
