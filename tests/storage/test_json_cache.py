"""What is kept of a file as long as it doesn't change, and what is sound in it."""

import json
import os
from pathlib import Path

import pytest

from galaxy_core.storage import json_cache


def value_of(found: dict) -> object:
    """What these tests make of a document."""
    return found.get("value")


def old(path: Path, text: str, age: int = 10**10) -> str:
    """Writes a file that seems to have been written `age` nanoseconds before 2020, and gives its path."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(0, 1_577_836_800 * 10**9 - age))
    return str(path)


def test_a_file_is_read_again_only_when_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old(tmp_path / "a.json", '{"value": 1}')
    assert json_cache.kept(path, value_of) == 1
    with monkeypatch.context() as patched:
        patched.setattr(json_cache, "document", lambda path: pytest.fail("it is read again"))
        assert json_cache.kept(path, value_of) == 1
    old(tmp_path / "a.json", '{"value": 2}', age=10**9)
    assert json_cache.kept(path, value_of) == 2
    assert json_cache.kept(path, len) == 1, "another question has an answer of its own"
    os.unlink(path)
    assert json_cache.kept(path, value_of) is None


def test_a_file_written_just_now_may_change_within_the_tick_of_the_clock(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for value in range(50):
        path.write_text(json.dumps({"value": value % 10}), encoding="utf-8")
        assert json_cache.kept(str(path), value_of) == value % 10


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_cache, "MOST", 3)
    monkeypatch.setattr(json_cache, "_known", {})
    for number in range(20):
        assert json_cache.kept(old(tmp_path / f"{number}.json", f'{{"value": {number}}}'), value_of) == number
    assert len(json_cache._known) <= 4


@pytest.mark.parametrize("text", ["", "{", "[1]", "7", "null", "[" * 100_000, '{"a":' * 100_000, "\xff\xfe"])
def test_what_is_no_object_is_empty(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(text.encode("latin-1"))
    assert json_cache.document(tmp_path / "a.json") == {}
