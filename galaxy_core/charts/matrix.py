"""The confusion matrix as a table of cells: what each says, how strongly it is coloured, what it reads out."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from galaxy_core.charts import formatting, grid, palette
from galaxy_core.charts.glyphs import ClassLabel
from galaxy_core.charts.overlaid import distinct
from galaxy_core.charts.vega import Chart, Row

NONE = "·"
Show = Literal["share", "precision", "count"]


class Cell(NamedTuple):
    """One cell. `kind` is "right" (diagonal), "wrong" or "none" (no galaxy).

    "none" is not pressable; `level` 0..9 is the cell's colour.
    """

    text: str
    level: int
    kind: Literal["right", "wrong", "none"]
    label: str
    n: int


def matrix_cells(confusion: np.ndarray, show: Show, names: list[str] | None = None) -> list[list[Cell]]:
    """Rows of cells of a confusion matrix.

    confusion: int (k, k), row = class in truth, column = class the model says. show: what a cell's text is, the share
    of its row ("share") or of its column ("precision") in per cent ("<1" under .5 %), or the number of images
    ("count"); its colour is the share of its column with "precision", else of its row. names: the k full class names,
    for what a cell reads out.
    """
    confusion = np.asarray(confusion)
    if confusion.ndim != 2 or confusion.shape[0] != confusion.shape[1]:
        raise ValueError(f"A confusion matrix is square, this one is {' × '.join(map(str, confusion.shape))}.")
    names = names or [f"class {number}" for number in range(len(confusion))]
    totals = np.broadcast_to(confusion.sum(axis=0) if show == "precision" else confusion.sum(axis=1)[:, None],
                             confusion.shape)  # fmt: skip
    describe = _called if show == "precision" else _recognised
    return [
        [
            _cell(n, total, show, describe(n, total, names[true], names[called] if called != true else None))
            for called, (n, total) in enumerate(zip(row, of, strict=True))
        ]
        for true, (row, of) in enumerate(zip(confusion.tolist(), totals.tolist(), strict=True))
    ]


def picture(confusion: np.ndarray, labels: Sequence[ClassLabel], show: Show) -> Chart:
    """The same as a chart for files; labels: of the k classes in their order."""
    shorts = distinct([label.short for label in labels])
    rows: list[Row] = [
        {"true": true, "called": called, **grid.painted(cell.text, _ground(cell))}
        for true, row in zip(shorts, matrix_cells(confusion, show), strict=True)
        for called, cell in zip(shorts, row, strict=True)
    ]
    axes = ("called", shorts, "it says"), ("true", shorts, "in truth")
    return grid.chart(rows, *axes, "Confusion matrix: rows in truth, columns what the model says")


def _ground(cell: Cell) -> palette.Colour | None:
    ramps = {"right": palette.RIGHT, "wrong": palette.WRONG}
    return ramps[cell.kind][cell.level] if cell.kind in ramps else None


def _cell(n: int, total: int, show: str, description: tuple[bool, str]) -> Cell:
    """said: whether it stands on the diagonal, and what the cell reads out."""
    right, label = description
    if not n:
        return Cell(NONE, 0, "none", label, 0)
    level = palette.right_level(n, total) if right else palette.wrong_level(n, total)
    text = f"{n:,}" if show == "count" else formatting.share(n / total).removesuffix(" %")
    return Cell(text, level, "right" if right else "wrong", label, n)


def _recognised(n: int, total: int, true: str, called: str | None) -> tuple[bool, str]:
    """Of the galaxies that are in truth a class, how many it calls another, or (None) recognises."""
    if not n:
        return called is None, f"No {true} galaxy was called {called}" if called else f"No {true} galaxy was recognised"
    verb = f"called {called}" if called else "recognised"
    be = "was" if n == 1 else "were"
    return called is None, f"{n:,} of {total:,} {true} galaxies {be} {verb} ({formatting.share(n / total)})"


def _called(n: int, total: int, true: str, called: str | None) -> tuple[bool, str]:
    """Of the galaxies that it calls a class, how many are another in truth, or (None) that one."""
    if not n:
        return _recognised(n, total, true, called)
    who = f"{n:,} of {total:,} galaxies called {called or true}"
    return called is None, f"{who} are {true if called else 'that'} in truth ({formatting.share(n / total)})"
