"""Charts of several runs: how they learned, and what they cost."""

from itertools import islice

import streamlit as st

from galaxy_core import glossary
from galaxy_core.charts import cost, formatting, measures, overlaid
from galaxy_core.evaluation import cost as costs
from galaxy_core.evaluation import ranking
from galaxy_core.evaluation.comparison import RunScore
from galaxy_core.tasks import VALIDATION, Measure
from pages.ui import charts, panes, text

POINTS = 120  # in one chart
ASKED: dict[costs.Cost, str] = {"seconds": "by training time", "n_parameters": "by parameters"}


def curves(chosen: list[RunScore]) -> None:
    """Validation curves of several runs, one over the other."""
    read = ((line.title, line.run.history) for line in chosen)
    learned = list(islice((one for one in read if one[1]), overlaid.MOST))
    if not learned:
        return
    st.subheader("Learning curves", anchor=False)
    text.caption(
        "On validation images, epoch by epoch. Tick runs in the table to choose which. "
        f"Dashed and grey: {chosen[0].task.TRIVIAL}."
    )
    places = panes.panes("overlaid")
    for place, measure in zip(places, (*chosen[0].task.EPOCH[:1], chosen[0].task.LOSS), strict=False):
        key = VALIDATION + measure.key
        title = f"Validation {measures.within(measure)}" + " (lower is better)" * (not measure.higher_is_better)
        chart = overlaid.chart(learned, key, percent=measure.is_share, baseline=chosen[0].baseline(measure.key))
        with place:
            text.heading(title)
            charts.draw(chart, title, key)


def score_by_cost(lines: list[RunScore], measure: Measure) -> None:
    """The validation score against training time and against the number of parameters; nothing of fewer than two
    runs."""
    alike = comparable(lines)
    baseline = alike[0].baseline(measure.key) if alike else None
    found = {kind: costs.points(alike, measure.key, kind, baseline) for kind in ASKED}
    if max(map(len, found.values())) < 2:
        return
    st.subheader("Scores by cost", anchor=False)
    said = f"{measure.title} on the validation images. Blue: {glossary.explained('Pareto front')}"
    dashed = f" Dashed: {alike[0].task.TRIVIAL}." if baseline is not None else ""
    text.caption(f"{said}{dashed}{left_out(lines, alike)}")
    places = panes.panes("cost")
    for place, (kind, points) in zip(places, found.items(), strict=True):
        with place:
            text.heading(f"{measure.title} {ASKED[kind]}")
            _cost(costs.shown(points, POINTS), kind, measure, baseline)


def _cost(points: list[costs.Point], kind: costs.Cost, measure: Measure, baseline: float | None) -> None:
    if not points:
        text.sentence("Of none of these runs is it known.")
        return
    numbered = cost.legend(points, kind)
    charts.draw(cost.chart(points, kind, baseline), f"{measure.title} {ASKED[kind]}", f"cost-{kind}", numbered)
    text.caption(text.literal("; ".join(numbered)))


def comparable(lines: list[RunScore]) -> list[RunScore]:
    """Those tested on the same images as the first."""
    return ranking.same_images(lines, lines[0])[0] if lines else []


def left_out(lines: list[RunScore], alike: list[RunScore]) -> str:
    """How many runs are left out because they were tested on other images, in words; "" for none."""
    others = len(lines) - len(alike)
    return f" Left out: {formatting.count(others, 'run')} tested on other images." if others else ""
