"""A picture with the frame that a model sees on it, which can be moved and scaled, also by keyboard."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st

from galaxy_core.charts import jpeg
from galaxy_core.prediction.framing import SMALLEST, WIDEST, Box
from galaxy_core.prediction.sources import Source
from pages.ui import component

SHOWN = 1000  # pixels along the longer side of what the browser gets
DOTS = 200  # sources that are marked

_mount = component.register("picture_frame")


def picture_frame(
    image: np.ndarray, suggested: Box, key: str, sources: Sequence[Source] = (), pressed: Callable | None = None
) -> Box:
    """Draws an image, uint8 (h, w, 3), with its frame on it: as it was left, else as it is suggested. Returns it.

    `sources` are marked. `pressed(x, y)` gives the frame of a place that is pressed, in pixels of the image, or None;
    without it the frame that is there moves to that place.
    """
    choice = component.choice(key)
    if _box(choice.picked, image) is None:
        choice.overrule(_written(suggested))
    height, width = image.shape[:2]
    data = {
        "src": jpeg.once(image, SHOWN), "width": width, "height": height, "box": choice.picked, "turn": choice.turn,
        "least": min(SMALLEST, height, width), "most": WIDEST * min(height, width),
        "dots": [[source.x, source.y, source.radius] for source in sources[:DOTS]],
    }  # fmt: skip

    def told() -> None:
        before = choice.picked
        component.take(key)
        if _is_numbers(choice.picked, 2):
            _press(choice, before, image, pressed)
        elif _box(choice.picked, image) is None:
            choice.overrule(before)

    _mount(key=key, data=data, on_pressed_change=told)
    return _box(choice.picked, image) or suggested


def put(key: str, box: Box) -> None:
    """Puts the frame of the picture `key` somewhere: the callback of a button."""
    component.pick(key, _written(box))


def _press(choice: component.Choice, before: Any, image: np.ndarray, pressed: Callable | None) -> None:
    x, y = choice.picked
    there = pressed(x, y) if pressed else None
    kept = _box(before, image)
    if there is None and kept is not None:
        there = Box(x, y, kept.side)
    choice.overrule(_written(there) if there is not None else before)


def _written(box: Box) -> list[float]:
    return [round(box.x, 2), round(box.y, 2), round(box.side, 2)]


def _box(picked: Any, image: np.ndarray) -> Box | None:
    """What the browser reports, if it is a frame on this image."""
    if not _is_numbers(picked, 3):
        return None
    (x, y, side), (height, width) = picked, image.shape[:2]
    inside = -width <= x <= 2 * width and -height <= y <= 2 * height
    return Box(x, y, side) if inside and 1 <= side <= WIDEST * min(height, width) + 1 else None


def _is_numbers(value: Any, count: int) -> bool:
    numbers = isinstance(value, list) and len(value) == count and not any(isinstance(part, bool) for part in value)
    return numbers and all(isinstance(part, (int, float)) and math.isfinite(part) for part in value)


def reset(key: str, suggested: Box, everything: Box) -> None:
    """Two buttons: the frame as it was suggested, and all of the picture."""
    st.button("Suggested frame", key=f"{key}-suggested", on_click=put, args=(key, suggested))
    if everything != suggested:
        st.button("Whole picture", key=f"{key}-whole", on_click=put, args=(key, everything))
