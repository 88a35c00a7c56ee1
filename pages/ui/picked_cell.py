"""What is picked in the matrix, or in one of two, and its place in the address: a link shows the same images."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from galaxy_core import glossary
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.charts.matrix import Show
from galaxy_core.evaluation import Predictions, by_similarity
from galaxy_core.runs import Run
from pages.ui import address, component, run_names, text
from pages.ui import matrix as matrices

Cell = tuple[int | None, int | None] | None  # (class in truth, class it says)
NAMES = ("true", "called", "of")  # in the address; the last one where it is the second matrix's
NUMBERS: dict[Show, str] = {"share": "Share of row", "precision": "Share of column", "count": "Images"}
ON_DIAGONAL = (
    f"On the diagonal the share of a row is {glossary.explained('recall')} That of a column is "
    f"{glossary.explained('precision')}"
)
ORDERS = {"number": "By number", "similarity": "Alike together"}


@dataclass(frozen=True, eq=False)
class Side:
    """A run and what it said about the images that are looked at."""

    run: Run
    predictions: Predictions
    mark: str = ""  # "A" or "B" where there are two

    @property
    def before(self) -> str:
        """What stands before words about it: "A: ", or nothing where there is only one."""
        return f"{self.mark}: " if self.mark else ""


@dataclass(frozen=True)
class Look:
    """What stands in the cells, and whether classes that are often confused stand together."""

    show: Show
    alike: bool


def look() -> Look:
    """The choice of both."""
    show = st.segmented_control(
        "Numbers in the cells", list(NUMBERS), default="share", required=True, format_func=NUMBERS.__getitem__,
        key="cells", bind="query-params", help=ON_DIAGONAL,
    )  # fmt: skip
    order = st.segmented_control(
        "Order of the classes", list(ORDERS), default="number", required=True, format_func=ORDERS.__getitem__,
        key="order", bind="query-params",
    )  # fmt: skip
    return Look(show, order == "similarity")


def key_of(run: Run) -> str:
    """The key of a run's matrix: the same for all parts, so that what is picked stays picked."""
    return f"matrix-{run.name}"


def pick(run: Run, true: int, called: int) -> None:
    """Picks a cell from outside, as the callback of a button."""
    matrices.pick(key_of(run), (true, called))
    component.into_view("inspect")


def picked(
    sides: Sequence[Side], places: Sequence[DeltaGenerator], labels: Sequence[ClassLabel], look: Look
) -> tuple[Side, Cell]:
    """Draws the matrix of each side, and says what is picked and in which: by a press, or by who wrote the address.

    At most one of them has a cell picked. Both stand in the order that suits the first.
    """
    keys = [key_of(side.run) for side in sides]
    _follow(keys, len(labels))
    order = by_similarity(sides[0].predictions.confusion).tolist() if look.alike else None
    cells = []
    for side, place, key in zip(sides, places, keys, strict=True):
        others = [other for other in keys if other != key]
        with place:
            if others:
                text.heading(f"{side.before}{text.literal(run_names.name(side.run))}")
            confusion = side.predictions.confusion
            way = matrices.Way(look.show, order, side.before)
            cells.append(matrices.matrix(confusion, labels, key, way, partial(_let_go, others)))
    active = next((number for number, cell in enumerate(cells) if cell), 0)
    _write(active, cells[active])
    return sides[active], cells[active]


def _let_go(keys: list[str]) -> None:
    for key in keys:
        matrices.clear(key)


def _follow(keys: Sequence[str], k: int) -> None:
    """Picks what the address names, unless this page itself wrote that there for what was picked at the time."""
    named = _named(len(keys), k)
    if named != st.session_state.get("address-cell") and (named is not None or address.came_back()):
        for number, key in enumerate(keys):
            matrices.pick(key, named[1] if named and number == named[0] else None)
    st.session_state["address-cell"] = named


def _named(sides: int, k: int) -> tuple[int, Cell] | None:
    """The side, and the cell, row or column in the address, if it is one of this matrix."""
    texts = [st.query_params.get(name, "") for name in NAMES[:2]]
    numbers = [int(one) if one.isascii() and one.isdigit() and len(one) < 6 else None for one in texts]
    if numbers == [None, None] or any(number is not None and number >= k for number in numbers):
        return None
    return int(st.query_params.get(NAMES[2]) == "b" and sides > 1), (numbers[0], numbers[1])


def _write(side: int, cell: Cell) -> None:
    values = [*(cell or (None, None)), "b" if side else None]
    address.change({name: None if value is None else str(value) for name, value in zip(NAMES, values, strict=True)})
    st.session_state["address-cell"] = (side, cell) if cell else None
