"""What is chosen outlives a reload."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from galaxy_core.storage import atomic
from pages.ui import component, visit
from tests.pages.visits import Visit

LINES = """
visit.begin()
st.text_input("Words", key="words")
st.toggle("Switch", key="switch")
st.multiselect("Several", ["a", "b", "c"], key="several")
st.number_input("Number", 0, 9, 3, key="number")
st.segmented_control("One", [1, 2], key="one")
with st.expander("Fold", key="fold-x", on_change="rerun") as fold:
    pass
st.button("Press", key="press")
st.text_input("Without a key")
st.caption(f"picked {component.choice('rows').picked}, open {fold.open}")
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Visits of the test's own."""
    monkeypatch.setattr(visit, "_folder", lambda: tmp_path / "visits")
    return tmp_path / "visits"


@pytest.fixture
def reload(draw: Callable, monkeypatch: pytest.MonkeyPatch) -> Callable[[Visit, str], Visit]:
    """A new session of the same page with the cookie of the one before."""

    def again(before: Visit, lines: str = LINES) -> Visit:
        name = before.app.session_state[visit.NAME]
        monkeypatch.setattr(visit, "_before", lambda: name)
        return draw(lines)

    return again


def test_every_kind_of_field_and_what_is_picked(draw: Callable, reload: Callable):
    seen = draw(LINES).choose("Words", "a < b").choose("Switch", True).choose("Several", ["c", "a"]).choose("Number", 7)
    seen.choose("One", 2).unfold("Fold")
    seen.app.session_state["gx-choice-rows"] = component.Choice([1, None])
    seen.click("Press").run()
    again = reload(seen)
    assert again.app.session_state[visit.NAME] != seen.app.session_state[visit.NAME], "no two write into one"
    values = [again.field(label).value for label in ("Words", "Switch", "Several", "Number", "One")]
    assert values == ["a < b", True, ["c", "a"], 7, 2]
    assert "picked [1, None], open True" in again.text


def test_a_reload_of_a_reload(draw: Callable, reload: Callable):
    once = reload(draw(LINES).choose("Words", "first"))
    twice = reload(once.choose("Number", 5))
    assert (twice.field("Words").value, twice.field("Number").value) == ("first", 5)


@pytest.mark.parametrize("cookie", ["", "../../etc/passwd", "0123456789abcdef", "<script>"])
def test_a_visit_that_is_not_known_begins_anew(cookie: str, draw: Callable, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(visit, "_before", lambda: cookie)
    assert draw(LINES).field("Number").value == 3


def test_what_is_damaged_or_too_long_is_left_out(draw: Callable, reload: Callable, folder: Path):
    seen = draw(LINES).choose("Words", "x" * (visit.LONGEST + 1)).choose("Number", 4)
    (file,) = folder.glob("*.json")
    assert "words" not in json.loads(file.read_text())
    file.write_text("[1")
    assert reload(seen).field("Number").value == 3


def test_only_so_many_are_kept(draw: Callable, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(visit, "MOST", 2)
    for number in range(4):
        atomic.write_json(folder / f"{number:016x}.json", {})
        os.utime(folder / f"{number:016x}.json", (number, number))
    draw(LINES).choose("Number", 4)
    assert len(list(folder.glob("*.json"))) == 2 and (folder / f"{3:016x}.json").exists()


def test_the_form_of_train_its_search_and_own_data_sets(
    visit_page: Callable, monkeypatch: pytest.MonkeyPatch, nothing_starts: None
):
    seen = visit_page("train").choose("Model", "cnn").choose("Epochs", 7).choose("Seed", 5)
    seen.unfold("Hyperparameter search")
    next(one for one in seen.app.multiselect if one.key.startswith("search-names")).set_value(["filters"])
    seen.run().run()
    name = seen.app.session_state[visit.NAME]
    monkeypatch.setattr(visit, "_before", lambda: name)
    again = visit_page("train")
    state = again.app.session_state
    assert (state["model"], state["form-cnn-epochs"], state["seed"]) == ("cnn", 7, 5)
    assert (again.field("Epochs").value, again.field("Seed").value) == (7, 5)
    assert next(one for one in again.app.multiselect if one.key.startswith("search-names")).value == ["filters"]


@pytest.fixture
def visit_page() -> Callable[..., Visit]:
    """A session on a page."""
    return Visit.begin
