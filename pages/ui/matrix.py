"""The confusion matrix as a grid of real buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from galaxy_core.charts.matrix import Show, matrix_cells
from pages.ui.component import choice, pick, register, take

_mount = register("matrix", '<div class="root"><div class="grid" role="grid"></div><div class="key"></div></div>')
clear = pick


@dataclass(frozen=True)
class Way:
    """How it is drawn: what stands in the cells, see `matrix_cells`; the class numbers in their order, from the top and
    from the left; and what the names of all buttons begin with, such as "A: ", where there are two matrices."""

    show: Show = "share"
    order: Sequence[int] | None = None
    before: str = ""


def matrix(
    confusion: np.ndarray,
    labels: Sequence,
    key: str,
    way: Way = Way(),
    on_pick: Callable[[], None] | None = None,
) -> tuple[int | None, int | None] | None:
    """Draw the matrix and return the picked cell: (class in truth, class it says), or None.

    confusion: int (k, k), row = in truth, column = says. labels: k class labels. However it is drawn, a cell is picked
    by its class numbers. A class name is pressable too: (true, None) is a whole row, (None, said) a whole column.
    Pressed again, a cell lets go; `clear(key)` lets go from outside, `pick(key, (true, said))` presets. on_pick: called
    after a press, before the page is drawn again.
    """
    cells = matrix_cells(confusion, way.show, [label.name for label in labels])
    kept = choice(key)
    data = {
        "labels": [{"name": label.name, "short": label.short, "glyph": label.glyph} for label in labels],
        "cells": [[list(cell) for cell in row] for row in cells],
        "before": way.before,
        "show": way.show,
        "order": list(range(len(labels))) if way.order is None else [int(number) for number in way.order],
        "told": kept.told,
        "turn": kept.turn,
    }

    def pressed() -> None:
        take(key)
        if on_pick:
            on_pick()

    _mount(key=key, data=data, on_pressed_change=pressed)
    return _valid(kept.picked, len(labels))


def _valid(picked: object, k: int) -> tuple[int | None, int | None] | None:
    """What came from the browser, if it is a cell, a row or a column of this matrix."""
    if not isinstance(picked, list) or len(picked) != 2 or picked == [None, None]:
        return None
    if all(part is None or (isinstance(part, int) and 0 <= part < k) for part in picked):
        return picked[0], picked[1]
    return None
