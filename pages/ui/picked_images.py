"""The images behind a cell, a row, a column or all of the matrix: sixty at a time, one of them large on a press."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from galaxy_core import glossary
from galaxy_core.charts import formatting, matrix
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.datasets import Galaxies
from galaxy_core.evaluation import Predictions, images
from pages.ui import chips, class_cards, download, galaxy_dialog, panes, picked_cell, picture_pages, run_names, text
from pages.ui import gallery as galleries
from pages.ui import matrix as matrices
from pages.ui.picked_cell import Cell, Look, Side

PAGE = 60  # images at once
TOP = 3  # probabilities under an image
ORDERS = {"mistakes": "Mistakes first", "least certain": "Least certain first", "right": "Right ones only"}
TOLD = {
    "mistakes": "mistakes first, the surest before the others",
    "least certain": "the least certain first",
    "right": "only those it names correctly, the surest first",
}


@st.fragment
def matrix_and_images(sides: Sequence[Side], galaxies: Galaxies | None) -> None:
    """The matrix and, beside it, the images of what is picked in it; of two runs both matrices, and the images below.

    A press draws these anew, not the page.
    """
    labels = class_labels(sides[0].predictions.classes)
    st.subheader("Confusion matrix: press a cell to see its galaxies", anchor=False)
    text.caption(glossary.meaning("confusion matrix"))
    with panes.row("cells"):
        look = picked_cell.look()
    left, right = panes.panes("inspect")
    places = (left, right)[: len(sides)]
    side, cell = picked_cell.picked(sides, places, labels, look)
    for one, place in zip(sides, places, strict=True):
        with place:
            _download(one, labels, look)
    with right if len(sides) == 1 else st.container():
        order = _order()
        chosen = _chosen(side, labels, cell, order)
        if galaxies is not None and cell is not None:
            _about(side, galaxies, cell)
        _gallery(side, galaxies, chosen, f"page-{side.run.name}-{cell}-{order}-{len(chosen)}", 5 * len(sides))


def _download(side: Side, labels: Sequence[ClassLabel], look: Look) -> None:
    """The matrix as a picture."""
    note = f"{side.before}{run_names.name(side.run)}, {formatting.count(side.predictions.n, 'image')}"
    chart = matrix.picture(side.predictions.confusion, labels, look.show)
    download.pictures(chart, f"{side.before}Confusion matrix", f"matrix-{side.run.name}", [note])


def _order() -> str:
    """In which order the images come: one of `evaluation.ORDERS`."""
    return st.segmented_control(
        "Images", list(ORDERS), default="mistakes", required=True, format_func=ORDERS.__getitem__, key="images",
        bind="query-params",
    )  # fmt: skip


def _chosen(side: Side, labels: Sequence[ClassLabel], cell: Cell, order: str) -> np.ndarray:
    """Positions of the images of the picked cell, row or column, and in words or chips what they are."""
    predictions = side.predictions
    true, said = cell or (None, None)
    found = images(predictions, true, said, order)
    wrong = int((~predictions.right[found]).sum())
    if cell is None:
        of = "" if order == "right" else f", {formatting.count(wrong, 'mistake')} among them"
        text.sentence(f"{side.before}**All {formatting.count(len(found), 'image')}**{of}: {TOLD[order]}.")
        return found
    parts = [(word, labels[number]) for word, number in (("in truth", true), ("called", said)) if number is not None]
    chips.filter_chips(
        parts,
        "cell",
        side.before + _share(predictions, cell, len(found), wrong),
        matrices.clear,
        (picked_cell.key_of(side.run),),
    )
    return found


def _about(side: Side, galaxies: Galaxies, cell: tuple[int | None, int | None]) -> None:
    """The cards of the classes that are picked."""
    with panes.row("about"):
        for number in dict.fromkeys(label for label in cell if label is not None):
            class_cards.popover(galaxies, number, f"cell-{number}", side.run)


def _gallery(side: Side, galaxies: Galaxies | None, chosen: np.ndarray, key: str, columns: int) -> None:
    """The chosen images as they are in the data set, with truth, answer and bars; a press shows one large."""
    said, labels = side.predictions, class_labels(side.predictions.classes)
    look = picture_pages.Look("inspect", PAGE, columns, 92, steps=tuple(side.run.result.get("steps", ())))
    pressed = picture_pages.draw(
        said.rows[chosen],
        galaxies,
        lambda place: card(said, labels, int(chosen[place]), galaxies, side.before),
        look,
        key,
    )
    if galaxies is not None:
        galaxy_dialog.large_view(galaxy_dialog.Origin(galaxies, said.rows[chosen], side.run, mark=side.mark), pressed)


def card(
    predictions: Predictions, labels: Sequence[ClassLabel], position: int, galaxies: Galaxies | None, before: str = ""
) -> galleries.Card:  # fmt: skip
    """What stands under an image: what it says and how sure, the truth, the likeliest classes as bars, its place.

    before: "A: " or "B: ", where two runs stand beside each other.
    """
    label, p = int(predictions.labels[position]), predictions.probabilities[position]
    likely = np.argsort(-p, kind="stable")[:TOP].tolist()
    sure = f"{formatting.share(float(p[likely[0]]))} sure".replace(" ", "\u00a0")
    bars = tuple(
        galleries.Bar(
            labels[at].glyph, float(p[at]), "right" if at == label else "wrong" if at == likely[0] else "other",
            f"{labels[at].short} {formatting.share(float(p[at]))}",
        )
        for at in likely
    )  # fmt: skip
    lines = (f"{before}{labels[likely[0]].short}, {sure}", f"is {labels[label].short}")
    if galaxies is None:
        return galleries.Card(lines, bars)
    row = int(predictions.rows[position])
    name = ", ".join((*lines, galaxy_dialog.called(galaxies, row), *(bar.text for bar in bars)))
    return galleries.Card(lines, bars, galaxy_dialog.place(galaxies, row), name)


def _share(predictions: Predictions, cell: tuple[int | None, int | None], shown: int, wrong: int) -> str:
    """How many they are, of how many, and how many of them are mistakes."""
    true, _ = cell
    if None in cell:
        return f"{formatting.count(shown, 'image')}, {formatting.count(wrong, 'mistake')} among them"
    of = int((predictions.labels == true).sum())
    return f"{shown} of {formatting.count(of)} ({formatting.share(shown / max(1, of))}), with the model’s certainty"
