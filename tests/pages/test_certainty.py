"""Certainty: calibration in words and drawn, temperature scaling as a choice, accuracy against coverage."""

import json
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from galaxy_core.charts import formatting
from galaxy_core.evaluation import Predictions, answering, calibration, coverages, majority, temperature, tempered
from galaxy_core.evaluation.reliability import spoken_of
from galaxy_core.runs import Run
from tests.pages.planted_runs import chance, finish
from tests.pages.visits import Visit

TOGGLE = "With temperature scaling, fitted on validation images"
Said = dict[str, Predictions]


def script() -> None:
    import streamlit as st

    from galaxy_core.evaluation import stored
    from pages.ui import certainty

    run, part = st.session_state.run, st.session_state.part
    certainty.section(run, part, stored.predictions(run, part))


def shown(run: Run, part: str = "test", **address: str) -> Visit:
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["run"], app.session_state["part"] = run, part
    for name, value in address.items():
        app.query_params[name] = value
    return Visit(app).run()


def layers(seen: Visit, number: int) -> list[dict]:
    """What the first (reliability) or second chart (coverage) consists of."""
    return json.loads(seen.charts[number].spec)["layer"]


@pytest.fixture(scope="module")
def said() -> Said:
    """What a model said that is too sure of itself."""
    return {part: chance(number, part, boast=3) for number, part in enumerate(("train", "validation", "test"))}


@pytest.fixture
def boaster(own_runs: Path, said: Said) -> Run:
    return finish(said)


def test_how_often_it_is_right_when_it_is_sure_and_the_error(boaster: Run, said: Said):
    found, seen = calibration(said["test"]), shown(boaster)
    one = spoken_of(found, 0.8)
    right = f"{formatting.percent(one.right.value)} ({formatting.interval(one.right.low, one.right.high)})"
    assert f"When it says about {formatting.share(one.confidence)}, it is right in {right} of" in seen.text
    assert f"Expected calibration error: {formatting.points(found.ece)}." in seen.text
    assert "Temperature" not in seen.text and len(layers(seen, 0)) == 3
    frame = seen.app.dataframe[0].value
    assert frame["Images"].tolist() == [one.count for one in found.bins if one.count]
    assert frame["Images"].sum() == said["test"].n


def test_temperature_is_that_of_the_validation_images(boaster: Run, said: Said):
    t = temperature(said["validation"])
    before, after = calibration(said["test"]), calibration(tempered(said["test"], t))
    seen = shown(boaster).choose(TOGGLE, True)
    assert t > 1.5 and f"Temperature {t:.2f} (it is too sure of itself)" in seen.text
    assert f"{formatting.points(before.ece)} before, {formatting.points(after.ece)} after" in seen.text
    assert f"Expected calibration error: {formatting.points(after.ece)}." in seen.text
    assert "these very images" not in seen.text and len(layers(seen, 0)) == 4
    assert seen.app.dataframe[0].value["Images"].tolist() == [one.count for one in after.bins if one.count]


def test_a_link_shows_it_with_temperature(boaster: Run):
    assert "Temperature " in shown(boaster, tempered="true").text


def test_on_validation_images_it_says_that_they_were_fitted_on(boaster: Run):
    seen = shown(boaster, "validation").choose(TOGGLE, True)
    assert "It was fitted on these very images, so the figure after is a little too good." in seen.text


def test_without_validation_images_it_says_so(own_runs: Path, said: Said):
    nothing = Predictions(np.array([]), np.array([]), np.zeros((0, 10)), said["test"].classes)
    seen = shown(finish({"test": said["test"]})).choose(TOGGLE, True)
    assert "No temperature can be fitted." in seen.text and len(layers(seen, 0)) == 3
    seen = shown(finish(said | {"validation": nothing})).choose(TOGGLE, True)
    assert "There are no validation images to fit a temperature on" in seen.text


def test_accuracy_when_a_person_takes_a_fifth(boaster: Run, said: Said):
    test, seen = said["test"], shown(boaster)
    one = next(one for one in coverages(test)[::-1] if one.coverage >= 0.8)
    rest = f"{formatting.percent(one.accuracy.value)} ({formatting.interval(one.accuracy.low, one.accuracy.high)})"
    assert (
        f"leave the {formatting.share(1 - one.coverage)} it is least sure of to a person, it names {rest}" in seen.text
    )
    assert f"instead of {formatting.percent(test.right.mean())}" in seen.text
    enough = answering(test, 0.95)
    wanted = f"it must leave {formatting.share(1 - enough.coverage)}" if enough else "it is right in fewer than 95 %"
    assert wanted in seen.text
    guessing = majority(said["train"].labels, test.labels).value
    assert layers(seen, 1)[2]["encoding"]["y"]["datum"] == guessing
    assert f"majority baseline, {formatting.percent(guessing)}" in seen.text


def test_a_model_that_is_always_as_sure_cant_abstain(own_runs: Path, said: Said):
    test = said["test"]
    constant = np.full((test.n, 10), 0.05) + 0.5 * np.eye(10)[0]
    seen = shown(finish({"test": Predictions(test.rows, test.labels, constant, test.classes)}))
    assert "can't tell which fifth to leave to a person" in seen.text
    assert "Dashed:" not in seen.text and len(layers(seen, 1)) == 2  # its training images aren't known


def test_a_perfect_model(own_runs: Path, said: Said):
    test = said["test"]
    perfect = Predictions(test.rows, test.labels, np.eye(10)[test.labels], test.classes)
    seen = shown(finish({"validation": perfect, "test": perfect})).choose(TOGGLE, True)
    assert "Of all it is right in 95 % or more." in seen.text and "Expected calibration error: 0.0 points." in seen.text


def test_a_part_without_images(own_runs: Path, said: Said):
    nothing = Predictions(np.array([]), np.array([]), np.zeros((0, 10)), said["test"].classes)
    seen = shown(finish(said | {"test": nothing}))
    assert "There are no images in this part of the split." in seen.text and not seen.charts
