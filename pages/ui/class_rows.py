"""Rows of classes or answers that can be pressed: glyph, name, five thumbnails, bar, numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from galaxy_core.charts import formatting
from galaxy_core.charts.jpeg import data_uri
from pages.ui.component import choice, pick, register, seen, take

_mount = register("class_rows")
clear = pick


@dataclass(frozen=True)
class ClassRow:
    """One row: a class label, how long its bar is, what stands behind it in white and grey, and up to five images.

    `after` draws a second bar under the first, with its own words: counts before and after balancing.
    """

    label: Any
    length: float
    text: str
    text_after: str = ""
    images: Sequence[np.ndarray] = field(default=())
    after: tuple[float, str] | None = None


def counted(labels: Sequence, counts: Sequence[int], images: Sequence[Sequence[np.ndarray]] = ()) -> list[ClassRow]:
    """Rows that show how many images each class has, and which part of all that is.

    images: up to five for each class.
    """
    total = sum(counts) or 1
    pictures = images or [()] * len(labels)
    return [
        ClassRow(label, n, formatting.count(n), formatting.percent(n / total), shown)
        for label, n, shown in zip(labels, map(int, counts), pictures, strict=True)
    ]


def class_rows(rows: Sequence[ClassRow], key: str, pressable: bool = True) -> int | None:
    """Draw the rows; return the number of the picked one, or None. Pressed again, a row lets go.

    Bars are as long as `length` against the longest of all. `clear(key)` lets go from outside, `pick(key, 3)` presets.
    """
    longest = max([row.length for row in rows] + [row.after[0] for row in rows if row.after] + [0]) or 1
    kept = choice(key)
    data = {
        "rows": [_item(row, longest) for row in rows],
        "pressable": pressable,
        "told": kept.told,
        "turn": kept.turn,
        "seen": seen(key),
    }
    _mount(key=key, data=data, on_pressed_change=lambda: take(key))
    picked = kept.picked
    return picked if isinstance(picked, int) and 0 <= picked < len(rows) else None


def _item(row: ClassRow, longest: float) -> dict:
    bars = [{"length": row.length / longest, "text": row.text, "grey": row.text_after}]
    if row.after:
        bars.append({"length": row.after[0] / longest, "text": row.after[1], "grey": ""})
    return {
        "name": row.label.name,
        "glyph": row.label.glyph,
        "images": [data_uri(image) for image in list(row.images)[:5]],
        "bars": bars,
    }
