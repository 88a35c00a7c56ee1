"""The confusion matrix as a table of cells: what each says, how strongly it is coloured, what it reads out."""

from typing import Literal, NamedTuple

import numpy as np

from galaxy_core.charts import palette, words

NONE = "·"


class Cell(NamedTuple):
    """One cell. `kind` is "right" (diagonal), "wrong" or "none" (no galaxy).

    "none" is not pressable; `level` 0..9 is the cell's colour.
    """

    text: str
    level: int
    kind: Literal["right", "wrong", "none"]
    label: str
    count: int


def matrix_cells(
    confusion: np.ndarray, show: Literal["share", "count"], names: list[str] | None = None
) -> list[list[Cell]]:
    """Rows of cells of a confusion matrix.

    confusion: int (k, k), row = class in truth, column = class the model says. show: what a cell's text is, the share
    of its row in per cent ("<1" under .5 %) or the number of images. names: the k full class names, for what a cell
    reads out.
    """
    confusion = np.asarray(confusion)
    if confusion.ndim != 2 or confusion.shape[0] != confusion.shape[1]:
        raise ValueError(f"A confusion matrix is square, this one is {' × '.join(map(str, confusion.shape))}.")
    names = names or [f"class {number}" for number in range(len(confusion))]
    rows = []
    for true, row in enumerate(confusion.tolist()):
        total = sum(row)
        rows.append([_cell(n, total, show, (names[true], names[said])) for said, n in enumerate(row)])
        rows[-1][true] = _cell(row[true], total, show, (names[true], None))
    return rows


def _cell(n: int, total: int, show: str, names: tuple[str, str | None]) -> Cell:
    """names: in truth, and as it says; None for the second if it says the truth."""
    true, said = names
    if not n:
        label = f"No {true} galaxy was called {said}" if said else f"No {true} galaxy was recognised"
        return Cell(NONE, 0, "none", label, 0)
    level = palette.wrong_level(n, total) if said else palette.right_level(n, total)
    share = words.share(n / total)
    what = f"called {said}" if said else "recognised"
    label = f"{n:,} of {total:,} {true} galaxies were {what} ({share})"
    text = f"{n:,}" if show == "count" else share.removesuffix(" %")
    return Cell(text, level, "wrong" if said else "right", label, n)
