"""Two runs on the same images: whether one is significantly better, where they agree,
and the images where they don't."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from galaxy_core import GalaxyError, glossary
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import Agreement, Paired, Predictions, agree, stored
from galaxy_core.runs import Run
from pages.ui import galaxy_dialog, gallery, notes, panes, picture_pages, run_names, text

PAGE = 24  # images at once
KEY = "outcome"  # in the address
OUTCOMES = {"only_a": "Only A right", "only_b": "Only B right", "neither": "Both wrong"}
PARTS = {part: f"{name.lower()} images" for part, name in formatting.PARTS.items()}


def section(run: Run, other: Run, part: str, galaxies: Galaxies | None) -> None:
    """The run as A and the other as B: the paired test in words, the table, and the images of each outcome."""
    st.subheader("Two runs on the same images", anchor=False)
    try:
        a, b = Predictions.of(stored.predictions(run, part)), Predictions.of(stored.predictions(other, part))
        found = agree(a, b)
    except GalaxyError as error:
        notes.note("No comparison image by image.", text.literal(str(error)), "info")
        return
    left, right = panes.panes("two-runs", "narrow")
    with left:
        _finding(run, other, found.test, PARTS[part])
        _table(found)
    with right:
        outcome = st.segmented_control(
            "Images", list(OUTCOMES), default="only_a", required=True, format_func=OUTCOMES.__getitem__, key=KEY,
            bind="query-params",
        )  # fmt: skip
        pair = (a, b)
        page = f"two-runs-{run.name}-{other.name}-{part}-{outcome}"
        _images(run, pair, found.positions[outcome], galaxies, page)


def _finding(run: Run, other: Run, test: Paired, images: str) -> None:
    better, worse = ("A", "B") if test.difference >= 0 else ("B", "A")
    size, low, high = test.difference, test.low, test.high
    if better == "B":
        size, low, high = -size, -high, -low
    gap, on = formatting.gap(size, low, high), f"the same {formatting.count(test.n)} {images}"
    if test.significant:
        text.sentence(f"**{better} is significantly better than {worse}**: its accuracy is {gap} higher on {on}.")
    elif size:
        text.sentence(f"**No significant difference**: the accuracy of {better} is {gap} higher on {on}.")
    else:
        text.sentence(f"**Both are right equally often** on {on}: {gap} between them.")
    text.caption(f"A is {text.literal(run_names.name(run))}; B is {text.literal(run_names.name(other))}.")
    p = "p < 0.001" if test.p < 0.001 else f"p = {formatting.number(test.p)}"
    text.caption(
        f"95 % interval in brackets. McNemar’s exact test: {p}. "
        f"{glossary.explained('p-value', 'significant difference')}"
    )


def _table(found: Agreement) -> None:
    import pandas as pd

    test = found.test
    cells = [[test.both, test.only_a], [test.only_b, test.neither]]
    both, only_a, only_b, neither = (
        f"{formatting.count(count)} ({formatting.share(count / test.n)})" for row in cells for count in row
    )
    frame = pd.DataFrame({" ": ["A right", "A wrong"], "B right": [both, only_b], "B wrong": [only_a, neither]})
    st.dataframe(frame, hide_index=True, key="two-runs-table", height="content")
    same = f"{formatting.count(found.same)} of {formatting.count(test.n)} ({formatting.share(found.same / test.n)})"
    text.caption(f"Right or wrong, both name the same class for {same}.")


def _images(
    run: Run, pair: tuple[Predictions, Predictions], positions: tuple[np.ndarray, np.ndarray],
    galaxies: Galaxies | None, key: str,
) -> None:  # fmt: skip
    """The images of an outcome, a page at a time; a press shows one large with what A said."""
    (a, _), (in_a, in_b), labels = pair, positions, class_labels(pair[0].classes)
    look = picture_pages.Look("two-runs", PAGE, 6, order=", the surest mistakes first")

    def caption(place: int) -> gallery.Card:
        lines = _caption(pair, (int(in_a[place]), int(in_b[place])), labels)
        number = (galaxy_dialog.called(galaxies, int(a.rows[in_a[place]])),) if galaxies else ()
        return gallery.Card(lines, name=", ".join((*lines, *number)))

    pressed = picture_pages.draw(a.rows[in_a], galaxies, caption, look, key)
    if galaxies is not None:
        galaxy_dialog.large_view(galaxy_dialog.Origin(galaxies, a.rows[in_a], run, KEY, "A"), pressed)


def _caption(
    pair: tuple[Predictions, Predictions], places: tuple[int, int], labels: Sequence[ClassLabel]
) -> tuple[str, str, str]:
    """The truth, and what A and B say."""
    said = [labels[one.predicted[place]].short for one, place in zip(pair, places, strict=True)]
    return f"is {labels[pair[0].labels[places[0]]].short}", f"A: {said[0]}", f"B: {said[1]}"
