"""What the components send to the browser and take from it; how they look and feel is tried in a browser."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from galaxy_core.charts.glyphs import labels
from pages.ui import class_rows, component, matrix

ROOT = Path(__file__).resolve().parents[3]
K = 3


def page(body):
    """An app of the given lines, run once."""
    head = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nimport numpy as np\nimport streamlit as st\n"
    head += "from galaxy_core.charts.glyphs import labels\nfrom pages.ui import *\n"
    app = AppTest.from_string(head + body, default_timeout=30).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("picked", [[0, 2], [1, None], [None, 2]])
def test_a_cell_a_row_or_a_column_is_accepted(picked):
    assert matrix._valid(picked, K) == tuple(picked)


@pytest.mark.parametrize("picked", [None, [], [3, 0], [-1, 0], [None, None], [0], ["0", 1], {"a": 1}, 7])
def test_what_is_no_place_in_this_matrix_is_nothing(picked):
    assert matrix._valid(picked, K) is None


def test_counted_rows_say_numbers_and_parts():
    rows = class_rows.counted(labels(["a", "b"]), np.array([3000, 1000]))
    assert [(row.text, row.text_after, row.length) for row in rows] == [
        ("3,000", "75.0 %", 3000),
        ("1,000", "25.0 %", 1000),
    ]


def test_classes_without_images_have_rows():
    assert [row.text_after for row in class_rows.counted(labels(["a"]), [0])] == ["0.0 %"]


def test_a_choice_is_told_to_the_browser_only_when_a_page_overrules_it():
    choice = component.Choice()
    choice.picked = [1, 2]
    assert (choice.told, choice.turn) == (None, 0)
    choice.overrule(None)
    assert (choice.picked, choice.told, choice.turn) == (None, None, 1)


def test_all_components_mount_and_nothing_is_picked():
    app = page(
        "from pages.ui import board, class_rows, gallery, matrix\n"
        "k, image = labels(list('abc')), np.zeros((8, 8, 3), np.uint8)\n"
        "st.write([matrix.matrix(np.eye(3, dtype=int), k, 'm'), gallery.gallery([image], ['x'], 'g'),\n"
        "  board.board(k, [[image, image]] * 3, 'b'), class_rows.class_rows(class_rows.counted(k, [1, 2, 3]), 'r')])\n"
    )
    assert "null" in app.json[0].value and app.json[0].value.count("null") == 4


def test_a_preset_is_returned_before_anybody_pressed():
    app = page(
        "from pages.ui import class_rows\nclass_rows.pick('r', 2)\n"
        "st.write(class_rows.class_rows(class_rows.counted(labels(list('abc')), [1, 2, 3]), 'r'))\n"
    )
    assert app.markdown[-1].value == "`2`"


def test_the_style_is_written_and_holds_no_tag_but_its_own():
    app = page("from pages.ui import style\nstyle.apply()\n")
    assert not app.exception


def test_notes_runs_and_panes_draw():
    app = page(
        "from pages.ui import chips, notes, panes, text\n"
        "left, right = panes.panes('p', 'wide')\n"
        "with left, panes.card('c'): notes.note('First.', 'Rest.')\n"
        "with right: notes.empty('No runs', 'Train one.', 'Train a first model', 'e')\n"
        "with notes.loading('Reading…'): pass\n"
        "notes.error(ValueError('It is broken. Mend it.'))\n"
        "chips.filter_chips([('only', labels(['a'])[0])], 'f', 'one of them')\n"
    )
    assert [button.label for button in app.button] == ["Train a first model", "Clear"]
