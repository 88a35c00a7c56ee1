"""Two runs on the same images: the finding, the table, the images of each outcome, and what can't be compared."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from galaxy_core import datasets, tasks
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.jpeg import data_uri
from galaxy_core.evaluation import Predictions, agree, stored
from galaxy_core.runs import Run
from pages.ui.two_runs import PAGE
from tests.pages.planted_runs import chance, finish
from tests.pages.visits import Visit

EVIL = "**<script>alert(1)<!--"
PART = "train"  # of the sample the one with enough images


def script() -> None:
    import streamlit as st

    from pages.ui import cache, two_runs

    galaxies = cache.galaxies("sample") if st.session_state.images else None
    two_runs.section(st.session_state.a, st.session_state.b, st.session_state.part, galaxies)


def shown(a: Run, b: Run, images: bool = True, **address: str) -> Visit:
    app = AppTest.from_function(script, default_timeout=60)
    for name, value in {"a": a, "b": b, "part": PART, "images": images}.items():
        app.session_state[name] = value
    for name, value in address.items():
        app.query_params[name] = value
    return Visit(app).run()


@pytest.fixture
def said() -> tuple[Predictions, Predictions]:
    return chance(1, PART, right=0.8), chance(2, PART, right=0.5)


@pytest.fixture
def pair(own_runs: Path, prepared: np.ndarray, said: tuple[Predictions, Predictions]) -> tuple[Run, Run]:
    """Two runs, A by far the better one."""
    return finish({PART: said[0]}, "Good"), finish({PART: said[1]}, EVIL)


def sources(seen: Visit) -> list[str]:
    return [item["src"] for item in seen.data("two-runs")["items"]]


def test_the_better_run_is_named_whichever_comes_first(pair: tuple[Run, Run], said: tuple[Predictions, Predictions]):
    test = agree(*said).test
    gap = formatting.gap(test.difference, test.low, test.high)
    for runs, better, worse in ((pair, "A", "B"), (pair[::-1], "B", "A")):
        text = shown(*runs).text
        assert (
            f"{better} is significantly better than {worse}: its accuracy is {gap} higher on the same {test.n} training"
            in text
        )
        assert "p < 0.001" in text


def test_what_people_call_their_runs_stays_text(pair: tuple[Run, Run]):
    seen = shown(*pair)
    assert f"A is Good; B is {EVIL}" in seen.text and "<script" not in seen.html


def test_a_small_difference_and_none(own_runs: Path, prepared: np.ndarray):
    a = chance(1, PART)
    changed = a.probabilities.copy()
    wrong = np.flatnonzero(~a.right)[:2]
    changed[wrong] = np.eye(10)[a.labels[wrong]]
    b = Predictions(a.rows, a.labels, changed, a.classes)
    one, other = finish({PART: a}), finish({PART: b})
    assert "No significant difference: the accuracy of B is" in shown(one, other).text
    assert "Both are right equally often" in shown(one, one).text


def test_the_table_counts_every_image_once(pair: tuple[Run, Run], said: tuple[Predictions, Predictions]):
    found, seen = agree(*said), shown(*pair)
    frame = seen.app.dataframe[0].value
    counts = [int(cell.split(" ")[0].replace(",", "")) for name in ("B right", "B wrong") for cell in frame[name]]
    assert counts == [found.test.both, found.test.only_b, found.test.only_a, found.test.neither]
    assert f"both name the same class for {found.same} of {found.test.n}" in seen.text


@pytest.mark.parametrize("outcome", ["only_a", "only_b", "neither"])
def test_pictures_of_each_outcome_with_what_both_said(
    pair: tuple[Run, Run], said: tuple[Predictions, Predictions], prepared: np.ndarray, outcome: str
):
    (a, b), (in_a, in_b) = said, agree(*said).positions[outcome]
    seen = shown(*pair).choose("Images", outcome)
    assert sources(seen) == [data_uri(prepared[row]) for row in a.rows[in_a][:PAGE]] and len(in_a)
    short = [label.short for label in class_labels(a.classes)]
    for item, at, there in zip(seen.data("two-runs")["items"], in_a, in_b, strict=False):
        called = (short[a.predicted[at]], short[b.predicted[there]])
        assert list(item["lines"]) == [f"is {short[a.labels[at]]}", f"A: {called[0]}", f"B: {called[1]}"]


def test_a_link_shows_an_outcome(pair: tuple[Run, Run], said: tuple[Predictions, Predictions], prepared: np.ndarray):
    (in_a, _) = agree(*said).positions["neither"]
    seen = shown(*pair, outcome="Both wrong")
    assert sources(seen) == [data_uri(prepared[row]) for row in said[0].rows[in_a][:PAGE]]


def test_a_later_page_shows_what_follows(
    pair: tuple[Run, Run], said: tuple[Predictions, Predictions], prepared: np.ndarray
):
    (in_a, _), seen = agree(*said).positions["only_a"], shown(*pair)
    assert len(in_a) > PAGE and f"1–{PAGE} of {len(in_a)}, the surest mistakes first" in seen.text
    seen.app.session_state[f"two-runs-{pair[0].name}-{pair[1].name}-{PART}-only_a"] = 2
    seen.run()
    assert sources(seen) == [data_uri(prepared[row]) for row in said[0].rows[in_a][PAGE : 2 * PAGE]]


def test_an_image_opens_large_with_what_a_said(pair: tuple[Run, Run], said: tuple[Predictions, Predictions]):
    a, at = said[0], agree(*said).positions["only_a"][0][3]
    seen = shown(*pair).press("two-runs", 3)
    assert "A said" in seen.text and "The model said" not in seen.text
    assert f"{a.classes[a.predicted[at]]} {formatting.share(float(a.confidence[at]))}" in seen.text


def test_without_images_the_numbers_remain(pair: tuple[Run, Run]):
    seen = shown(*pair, images=False)
    assert "significantly better" in seen.text and not seen.has("two-runs")


def test_an_outcome_without_images(own_runs: Path, prepared: np.ndarray):
    run = finish({PART: chance(1, PART)})
    seen = shown(run, run)
    assert "None." in seen.text and not seen.has("two-runs")


def test_what_cant_be_compared_is_a_note(pair: tuple[Run, Run], said: tuple[Predictions, Predictions]):
    a = said[0]
    fewer = Predictions(a.rows[:9], a.labels[:9], a.probabilities[:9], a.classes)
    others = Predictions(a.rows, a.labels, a.probabilities, [f"class {number}" for number in range(10)])
    for unlike, why in ((fewer, "scored on different images"), (others, "know different classes")):
        seen = shown(pair[0], finish({PART: unlike}))
        assert "No comparison image by image." in seen.text and why in seen.text
    (pair[1].folder / "predictions.npz").unlink()
    assert "has no predictions" in shown(*pair).text


def test_the_sample_is_what_the_planted_runs_are_of():
    sample, said = datasets.open_dataset("sample"), chance(3)
    assert said.classes == sample.classes and (sample.labels[said.rows] == said.labels).all()


def test_a_run_that_has_learned_something_else_is_not_compared(said: tuple, monkeypatch: pytest.MonkeyPatch):
    rows = said[0].rows
    numbers = tasks.Predictions(rows, np.zeros(len(rows)), np.zeros((len(rows), 1)), ("mass",))
    monkeypatch.setattr(stored, "predictions", lambda run, part: {"a": said[0], "b": numbers}[run])
    seen = shown("a", "b", images=False)
    assert not seen.app.exception and "doesn't tell classes apart" in seen.text


def test_what_is_shown_of_two_runs_is_marked(own_runs: Path, prepared: np.ndarray, visit: Callable):
    one, other = (
        finish({"test": chance(seed), "validation": chance(seed, "validation")}, title)
        for seed, title in ((1, "Good"), (2, "Other"))
    )
    seen = visit("inspect", run=one.name, beside=other.name)
    for words in (
        "A: Good",
        "B: Other",
        "A: All ",
        "Scores by class: A",
        "Scores by class: B",
        "Calibration of A",
    ):
        assert words in seen.text
    assert seen.data("inspect")["items"][0]["lines"][0].startswith("A: ")
    true = int(np.bincount(stored.predictions(other).labels).argmax())
    seen.press(f"matrix-{other.name}", [[true, None]])
    assert seen.data("inspect")["items"][0]["lines"][0].startswith("B: ") and "B: " in seen.html
    alone = visit("inspect", run=one.name)
    assert "Scores by class" in alone.text and "Scores by class:" not in alone.text and "A: " not in alone.text
