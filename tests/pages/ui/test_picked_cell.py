"""What is picked in two matrices side by side; in one: tests/pages/test_inspect.py."""

from collections.abc import Callable

import numpy as np

from galaxy_core import runs
from galaxy_core.evaluation import images, stored
from pages.ui import picked_cell
from tests.pages.visits import Visit


def told(seen: Visit, run: runs.Run) -> list | None:
    return seen.app.session_state[f"gx-choice-{picked_cell.key_of(run)}"].picked


def test_one_cell_of_two_matrices(visit: Callable, finished: dict[str, runs.Run], prepared: np.ndarray):
    one, other = finished["cnn"], finished["majority"]
    seen = visit("inspect", run=one.name, beside=other.name)
    assert f"A: {runs.title(one)}" in seen.text and f"B: {runs.title(other)}" in seen.text
    first, second = stored.predictions(one), stored.predictions(other)
    at, there = np.argwhere(first.confusion)[0].tolist(), np.argwhere(second.confusion)[1].tolist()
    seen.press(picked_cell.key_of(one), [at])
    assert told(seen, one) == at and told(seen, other) is None and "of" not in seen.app.query_params
    seen.press(picked_cell.key_of(other), [there])
    assert told(seen, other) == there and told(seen, one) is None
    assert len(seen.data("inspect")["items"]) == min(60, len(images(second, *there)))
    address = {name: str(there[number]) for number, name in enumerate(("true", "called"))} | {"of": "b"}
    linked = visit("inspect", run=one.name, beside=other.name, **address)
    assert told(linked, other) == there and told(linked, one) is None
    assert linked.data("inspect")["items"] == seen.data("inspect")["items"]
    linked.choose("Compare with", None)
    assert "of" not in linked.app.query_params


def test_a_pair_in_words_picks_its_cell(visit: Callable, finished: dict[str, runs.Run], prepared: np.ndarray):
    run = finished["cnn"]
    said, seen = stored.predictions(run), visit("inspect", run=run.name)
    label = next(label for label in seen.buttons if " is taken for " in label)
    sentence = label.replace("\u00a0", " ").split(" in ")[0]  # numbers don't break
    true, called = (said.classes.index(name) for name in sentence.split(" is taken for "))
    seen.click(label)
    assert told(seen, run) == [true, called]
    assert len(seen.data("inspect")["items"]) == min(60, int(said.confusion[true, called]))
