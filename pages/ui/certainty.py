"""Certainty: whether it is right as often as it is sure, and how good it is when it need not answer everything."""

from contextlib import suppress

import streamlit as st

from galaxy_core import GalaxyError, glossary
from galaxy_core.charts import coverage, formatting, reliability
from galaxy_core.evaluation import (
    Calibration,
    Predictions,
    SelectiveAccuracy,
    answering,
    calibration,
    coverages,
    stored,
    temperature,
    tempered,
)
from galaxy_core.evaluation.reliability import spoken_of
from galaxy_core.runs import Run
from pages.ui import charts, notes, panes, text

SURE = 0.8  # the certainty that the finding speaks of
LEFT = 0.2  # the share of the images that a person may look at
WANTED = 0.95  # the accuracy for which it says how much it must leave
KEY = "tempered"  # in the address


def section(run: Run, part: str, predictions: Predictions, mark: str = "") -> None:
    """The reliability diagram, with temperature scaling if asked for; and accuracy against coverage.

    mark: "A" where another run stands beside it.
    """
    st.subheader(f"Calibration{f' of {mark}' if mark else ''}: is it right as often as it is sure?", anchor=False)
    if predictions.n == 0:
        notes.note(
            "There are no images in this part of the split.", "Its confidence needs some to be compared on.", "info"
        )
        return
    left, right = panes.panes("certainty")
    with left:
        _calibration(run, part, predictions)
    with right:
        _abstaining(run, part, predictions)


def _calibration(run: Run, part: str, predictions: Predictions) -> None:
    before, place = calibration(predictions), st.container()
    t = None
    if st.toggle(
        "With temperature scaling, fitted on validation images",
        key=KEY,
        help=glossary.meaning("temperature scaling"),
        bind="query-params",
    ):
        t = _fitted(run)
    after = before if t is None else calibration(tempered(predictions, t))
    with place:
        text.sentence(_finding(after))
    if t is not None:
        text.sentence(_scaled(t, part, before, after))
    chart = reliability.chart(after, None if t is None else before)
    charts.draw(chart, "Reliability diagram", "reliability")
    text.caption(
        f"{glossary.explained('reliability diagram', 'confidence')} Lines "
        f"are 95 % intervals; the more images, the larger a point.{'' if t is None else ' Grey: before.'}"
    )
    with st.expander("Reliability diagram as a table"):
        _table(after)


def _finding(found: Calibration) -> str:
    """What it is worth when it says about 80 %, and the error over all images."""
    one = spoken_of(found, SURE)
    if one.right is None:
        return "There are no images to compare its confidence on."
    score = f"**{formatting.percent(one.right.value)}** ({formatting.interval(one.right.low, one.right.high)})"
    said = f"When it says about {formatting.share(one.confidence)}, it is right in {score}"
    error = f"Expected calibration error: {formatting.points(found.ece)}."
    return f"{said} of {formatting.count(one.count, 'image')}. {error}"


def _fitted(run: Run) -> float | None:
    """The temperature by the run's validation images; None, and a note, where there are none."""
    try:
        return temperature(Predictions.of(stored.predictions(run, "validation")))
    except GalaxyError as error:
        notes.note("No temperature can be fitted.", text.literal(str(error)), "info")
        return None


def _scaled(t: float, part: str, before: Calibration, after: Calibration) -> str:
    """The temperature, what it means, and the error without and with it."""
    what = "that changes little"
    if not 0.95 < t < 1.05:
        what = "it is too sure of itself" if t > 1 else "it is less sure than it may be"
    said = (
        f"Temperature {formatting.number(t, 2)} ({what}): expected calibration error "
        f"{formatting.points(before.ece)} before, "
    )
    said += f"**{formatting.points(after.ece)}** after. What it names stays the same."
    fitted = " It was fitted on these very images, so the figure after is a little too good."
    return said + (fitted if part == "validation" else "")


def _table(found: Calibration) -> None:
    import pandas as pd

    frame = pd.DataFrame([
        {"Confidence": f"{formatting.percent(one.low, 0)} to {formatting.percent(one.high, 0)}", "Images": one.count,
         "Mean confidence": formatting.percent(one.confidence),
         "Accuracy": formatting.scored(one.right)}
        for one in found.bins if one.count
    ])  # fmt: skip
    st.dataframe(frame, hide_index=True, key="certainty-table", height="content")


def _abstaining(run: Run, part: str, predictions: Predictions) -> None:
    found, baseline = coverages(predictions), _baseline(run, part)
    text.sentence(_left_to_a_person(found, answering(predictions, WANTED)))
    charts.draw(coverage.chart(found, baseline), "Accuracy by coverage", "coverage")
    dashed = "" if baseline is None else f" Dashed: majority baseline, {formatting.percent(baseline)}."
    text.caption(
        f"{glossary.explained('coverage')} From right to left it answers only what it is surer of. The band is the "
        f"95 % interval.{dashed}"
    )


def _left_to_a_person(found: list[SelectiveAccuracy], enough: SelectiveAccuracy | None) -> str:
    """How good it is on what is left when a person takes a fifth, and what it must leave for 95 %."""
    every = found[0].accuracy
    less = [one for one in found if 1 - LEFT - 1e-9 <= one.coverage < 1]
    if not less:
        first = "It is equally sure of so many images that it can't tell which fifth to leave to a person."
    else:
        left, rest = formatting.share(1 - less[-1].coverage), less[-1].accuracy
        first = (
            f"If it may leave the {left} it is least sure of to a person, it names "
            f"**{formatting.percent(rest.value)}** ({formatting.interval(rest.low, rest.high)}) of the others "
            f"correctly, instead of {formatting.percent(every.value)}."
        )
    return f"{first} {_for_enough(enough)}"


def _for_enough(enough: SelectiveAccuracy | None) -> str:
    wanted = formatting.percent(WANTED, 0)
    if enough is None:
        return f"However few it answers, it is right in fewer than {wanted} of them."
    if enough.coverage == 1:
        return f"Of all it is right in {wanted} or more."
    return f"To be right in {wanted} of the rest it must leave {formatting.share(1 - enough.coverage)} to a person."


def _baseline(run: Run, part: str) -> float | None:
    """What always naming the largest class of the training images reaches on these; None where that isn't known."""
    with suppress(GalaxyError):
        return stored.baseline(run, part).get(stored.task(run).CHOOSES)
    return None
