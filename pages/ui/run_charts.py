"""Charts of several runs: how they learned, what they cost, and how well each knows each class."""

from itertools import islice

import streamlit as st

from galaxy_core import glossary
from galaxy_core.charts import class_heat, cost, formatting, overlaid
from galaxy_core.charts import labelling as label_charts
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.evaluation import classwise, labelling, ranking
from galaxy_core.evaluation import cost as costs
from galaxy_core.evaluation.comparison import MEASURES, RunScore
from pages.ui import charts, download, panes, text

POINTS = 120  # in one chart
ROWS = 12  # of the table of classes
ASKED = {"seconds": "by training time", "parameters": "by parameters"}


def curves(chosen: list[RunScore]) -> None:
    """Validation curves of several runs, one over the other."""
    read = ((line.title, line.run.history) for line in chosen)
    learned = list(islice((one for one in read if one[1]), overlaid.MOST))
    if not learned:
        return
    st.subheader("Learning curves", anchor=False)
    text.caption(
        "On validation images, epoch by epoch. Tick runs in the table to choose which. "
        "Dashed and grey: majority baseline."
    )
    places = panes.panes("overlaid")
    level = chosen[0].summary.guessing.value
    shown = (
        ("Validation accuracy", "val_accuracy", overlaid.chart(learned, "val_accuracy", percent=True, guessing=level)),
        ("Validation loss (lower is better)", "val_loss", overlaid.chart(learned, "val_loss")),
    )
    for place, (title, key, chart) in zip(places, shown, strict=True):
        with place:
            text.heading(title)
            charts.draw(chart, title, key)


def score_by_cost(lines: list[RunScore], measure: str) -> None:
    """The score against training time and against the number of parameters; nothing of fewer than two runs."""
    alike = _comparable(lines)
    guessing = alike[0].guessing(measure) if alike else None
    found = {kind: costs.points(alike, measure, kind, guessing) for kind in ASKED}
    if max(map(len, found.values())) < 2:
        return
    st.subheader("Scores by cost", anchor=False)
    said = f"{MEASURES[measure]} on the test images. Blue: {glossary.explained('Pareto front')}"
    dashed = " Dashed: majority baseline." if guessing is not None else ""
    text.caption(f"{said}{dashed}{_left_out(lines, alike)}")
    places = panes.panes("cost")
    for place, (kind, points) in zip(places, found.items(), strict=True):
        with place:
            text.heading(f"{MEASURES[measure]} {ASKED[kind]}")
            _cost(costs.shown(points, POINTS), kind, measure, guessing)


def classes(lines: list[RunScore]) -> None:
    """F1 of each class by each of the best runs; nothing where there is none."""
    alike = _comparable(lines)
    table = classwise.f1(alike, ROWS)
    if table is None:
        return
    labels = class_labels(table.classes)
    st.subheader("F1 by class", anchor=False)
    text.sentence(_hardest(table, [label.name for label in labels]))
    st.html(class_heat.class_heat(table, labels))
    more = f" The best {ROWS} of {formatting.count(len(alike), 'run')}." if len(alike) > ROWS else ""
    text.caption(f"{class_heat.WHAT}; a ring round the best of a class.{more}{_left_out(lines, alike)}")
    download.pictures(class_heat.picture(table, labels), class_heat.WHAT, "classes")


def labels_needed(lines: list[RunScore]) -> None:
    """The score by the number of labelled images, where runs were told only so many."""
    found = labelling.points([line.run for line in lines])
    if len({point.labels for point in found}) < 2:
        return
    st.subheader("Scores by labelled images: how many do I have to label?", anchor=False)
    charts.draw(label_charts.chart(found), "Balanced accuracy by labelled images", "labels")
    text.caption(
        f"Balanced accuracy on {formatting.count(found[0].n, 'test image')} by labelled images of each class: mean and 95 % "
        "interval over seeds, each of which labels other images."
    )


def _cost(points: list[costs.Point], kind: costs.Cost, measure: str, guessing: float | None) -> None:
    if not points:
        text.sentence("Of none of these runs is it known.")
        return
    numbered = cost.legend(points, kind)
    charts.draw(cost.chart(points, kind, guessing), f"{MEASURES[measure]} {ASKED[kind]}", f"cost-{kind}", numbered)
    text.caption(text.literal("; ".join(numbered)))


def _hardest(table: classwise.ClassTable, names: list[str]) -> str:
    label = table.hardest
    if label is None:
        return "None of the classes has test images."
    row, n = table.best(label), formatting.count(table.images[label], "test image")
    first = f"**{text.literal(names[label])}** is the hardest class:"
    if row is None:
        return f"{first} none of these runs recognises any of its {n}."
    top, line = table.scores[row][label], table.lines[row]
    who = text.literal(line.title) if len(table.lines) == 1 else f"the best here, {text.literal(line.title)},"
    return f"{first} {who} reaches an F1 of {formatting.scored(top)} on its {n}."


def _comparable(lines: list[RunScore]) -> list[RunScore]:
    """Those tested on the same images as the first."""
    return ranking.same_images(lines, lines[0])[0] if lines else []


def _left_out(lines: list[RunScore], alike: list[RunScore]) -> str:
    others = len(lines) - len(alike)
    return f" Left out: {formatting.count(others, 'run')} tested on other images." if others else ""
