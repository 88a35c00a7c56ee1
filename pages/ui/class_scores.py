"""Class by class: what is taken for what, in words; precision against recall; and every class's scores."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from galaxy_core import glossary
from galaxy_core.charts import formatting, overlaid, precision_recall
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.evaluation import ClassScore, Predictions, confused_pairs, per_class
from galaxy_core.evaluation.precision_recall import precision_recall as curves_of
from pages.ui import charts, notes, panes, text

PAIRS = 6  # most confused pairs in words
HARDEST = 2  # curves drawn at first
COLUMNS = {
    "Support": "support", "Predicted": "predicted", "Recall": "recall", "Precision": "precision", "F1": "F1",
}  # of the table, and what the glossary calls them  # fmt: skip


def section(
    predictions: Predictions,
    labels: Sequence[ClassLabel],
    key: str,
    on_pair: Callable[[int, int], None],
    mark: str = "",
) -> None:
    """The hardest classes in a sentence; the most confused pairs; precision–recall curves; the table of all classes.

    `key` is the name in the address under which the chosen curves stand. `on_pair(true, predicted)` is called when a
    pair is pressed, before the page is drawn again. `mark`: "A" or "B", where two runs stand beside each other.
    """
    st.subheader(f"Scores by class{f': {mark}' if mark else ''}", anchor=False)
    if predictions.n == 0:
        notes.note("There are no images in this part of the split.", "Scores of classes need some.", "info")
        return
    found = per_class(predictions)
    hardest = _hardest(found)
    text.sentence(_finding([found[label] for label in hardest]))
    left, right = panes.panes(key)
    with left:
        text.heading("Most frequent confusions")
        _pairs(predictions, key, on_pair, mark)
    with right:
        text.heading("Precision–recall curve")
        _curves(predictions, labels, hardest[:HARDEST], key, mark)
    text.heading(f"Every class{f': {mark}' if mark else ''}")
    _table(found, key)
    text.caption(glossary.explained(*COLUMNS.values()))


def _hardest(found: Sequence[ClassScore]) -> list[int]:
    """The classes that have images, the one that is found least often first."""
    recalls = [(one.recall.value, label) for label, one in enumerate(found) if one.recall]
    return [label for _, label in sorted(recalls)]


def _finding(ranked: Sequence[ClassScore]) -> str:
    """What it finds least often, of classes that have images, in that order: one class, or several alike."""
    one = ranked[0]
    recall, name = one.recall, text.literal(one.name)
    if recall is None:
        return f"There are no images of {name}."
    ties = [other for other in ranked if other.recall and other.recall.value == recall.value]
    if ties[1:] and recall.value < 1:
        names = formatting.listed([f"**{text.literal(other.name)}**" for other in ties])
        found = f"{formatting.percent(recall.value)} of each"
        if recall.value == 0:
            found = f"none of their {formatting.count(sum(other.n for other in ties), 'image')}"
        return f"{names} are equally hard: it finds {found}."
    if recall.value == 1:
        return f"It finds **every image** of every class ({formatting.interval(recall.low, recall.high)} % for {name})."
    right = round(recall.value * one.n)
    return (
        f"**{name}** is the hardest: it finds {formatting.count(right)} of {formatting.count(one.n, 'image')}, "
        f"{formatting.scored(recall)}."
    )


def _pairs(predictions: Predictions, key: str, on_pair: Callable[[int, int], None], mark: str) -> None:
    sentences = {
        (true, called): f"{text.literal(predictions.classes[true])} is taken for "
        f"{text.literal(predictions.classes[called])} "
        f"in\u00a0{formatting.count(count)}\u00a0of\u00a0{formatting.count(of)}"
        for true, called, count, of in confused_pairs(predictions)[:PAIRS]
    }
    if not sentences:
        text.sentence("None: it takes no class for another here.")
    else:
        with st.container(gap="xxsmall"):
            for (true, called), sentence in sentences.items():
                label = text.of(sentence, mark) if mark else sentence
                st.button(label, key=f"{key}-{true}-{called}", type="tertiary", on_click=on_pair, args=(true, called))


def _curves(predictions: Predictions, labels: Sequence[ClassLabel], first: Sequence[int], key: str, mark: str
) -> None:  # fmt: skip
    """The curves of the chosen classes, and their average precisions in words."""
    curves = {one.label: one for one in curves_of(predictions) if one}
    numbers = {labels[label].name: label for label in curves}
    chosen = st.multiselect(
        f"Classes of {mark}" if mark else "Classes",
        list(numbers), [labels[label].name for label in first], key=key, bind="query-params",
        max_selections=overlaid.MOST,
    )  # fmt: skip
    shown = [(name, curves[numbers[name]]) for name in chosen]  # in full: short names may be the same
    if not shown:
        text.sentence("Choose a class to see its curve.")
        return
    before, chart = f"{mark}: " if mark else "", precision_recall.chart(shown)
    charts.draw(replace(chart, alt=f"{before}{chart.alt}"), f"{before}Precision–recall curve", f"{key}-chart")
    averages = [
        f"{formatting.scored(one.average)} for {text.literal(name)} ({formatting.count(one.n, 'image')})"
        for name, one in shown
    ]
    text.caption(
        f"Average precision, {glossary.phrase('average precision')}: {formatting.listed(averages)}. "
        f"{glossary.explained('precision–recall curve')}"
    )


def _table(found: Sequence[ClassScore], key: str) -> None:
    import pandas as pd

    frame = pd.DataFrame([
        {"Class": one.name, "Support": one.n, "Predicted": one.predicted_n, "Recall": formatting.scored(one.recall),
         "Precision": formatting.scored(one.precision), "F1": formatting.scored(one.f1)}
        for one in found
    ])  # fmt: skip
    st.dataframe(frame, hide_index=True, key=f"{key}-table", height="content")
