"""Home's board: every class as two images, its glyph and its short name."""

from collections.abc import Sequence

import numpy as np

from galaxy_core.charts.jpeg import data_uri
from pages.ui.component import register

MOST = 12  # side by side

_mount = register("board")


def board(labels: Sequence, images: Sequence[Sequence[np.ndarray]], key: str) -> int | None:
    """Draw the board; return the number of the class pressed just now, for this one run, or None.

    labels: k class labels; one without a glyph is written without. images: for each class up to two uint8 images
    (h, w, 3); phones show the first only.
    """
    items = [
        {
            "name": label.name,
            "short": label.short,
            "glyph": label.glyph,
            "images": [data_uri(image) for image in pair[:2]],
        }
        for label, pair in zip(labels, images, strict=True)
    ]
    rows = -(-len(items) // MOST)
    result = _mount(
        key=key, data={"items": items, "columns": -(-len(items) // max(1, rows))}, on_pressed_change=lambda: None
    )
    pressed = result.pressed
    return pressed if isinstance(pressed, int) and 0 <= pressed < len(items) else None
