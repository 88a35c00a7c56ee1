"""The map of the files: what is stored is what the files say, and a plug-in changes nothing of it."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
spec = importlib.util.spec_from_file_location("map", ROOT / "docs" / "map.py")
files_map = importlib.util.module_from_spec(spec)
spec.loader.exec_module(files_map)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A checkout of two rooms, one of them of plug-ins, whose map is stored."""
    for name, text in {
        "app.py": '"""Home."""\n',
        "docs/adding.md": "| To add a | write |\n|---|---|\n| model | `galaxy_core/models/NAME.py` | … |\n",
        "galaxy_core/__init__.py": '"""The core."""\n',
        "galaxy_core/models/__init__.py": '"""Models, which\nlearn. More.\n\nAnd more."""\n',
        "galaxy_core/models/cnn.py": '"""A network."""\n',
        "galaxy_core/models/graphs/__init__.py": '"""Graphs."""\n',
        "tests/models/test_cnn.py": '"""The network\'s test."""\n',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_stored_map_is_what_the_files_say() -> None:
    stored = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    assert stored == "\n".join(files_map.lines()) + "\n", "run: make map"


def test_every_file_of_the_program_has_a_sentence() -> None:
    assert [line for line in files_map.lines() if line.startswith("- ") and not re.search(r"[.?…]`?\)?$", line)] == []


def test_a_line_is_the_first_sentence_of_its_file(house: Path) -> None:
    lines = list(files_map.lines(house))
    assert "- `app.py`: Home." in lines
    heading = lines.index("## galaxy_core/models/")
    assert lines[heading + 2 : heading + 4] == ["- `__init__.py`: Models, which learn.", "- `NAME.py`: one file each."]
    assert "- `__init__.py`: Graphs." in lines


def test_a_plug_in_and_its_test_change_nothing_and_a_module_does(house: Path) -> None:
    before = list(files_map.lines(house))
    (house / "galaxy_core" / "models" / "newcomer.py").write_text('"""New here."""\n', encoding="utf-8")
    (house / "tests" / "models" / "test_newcomer.py").write_text('"""Its test."""\n', encoding="utf-8")
    assert list(files_map.lines(house)) == before
    everything = list(files_map.lines(house, everything=True))
    assert {"- `newcomer.py`: New here.", "- `test_newcomer.py`: Its test."} <= set(everything)
    (house / "galaxy_core" / "splits.py").write_text('"""Splits."""\n', encoding="utf-8")
    assert "- `splits.py`: Splits." in files_map.lines(house)


def test_every_room_is_there_with_something_in_it() -> None:
    rooms = files_map.rooms()
    assert {"pages", "galaxy_core/models", "galaxy_core/augmentations/balancing"} <= rooms
    assert all(len([*(ROOT / room).glob("*.py")]) > 1 for room in rooms)
