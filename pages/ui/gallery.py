"""A gallery of thumbnails that can be pressed."""

from collections.abc import Sequence

import numpy as np

from pages.ui.component import register
from pages.ui.thumbnails import data_uri

_mount = register("gallery")


def gallery(
    images: Sequence[np.ndarray],
    captions: Sequence[str | Sequence[str]],
    key: str,
    columns: int = 10,
    least: int = 88,
    label: str = "Galaxies",
) -> int | None:
    """Draw thumbnails with captions; return the index of the one pressed just now, for this one run, or None.

    images: uint8 (h, w, 3) each, cropped by the caller. captions: one line each, or (first line, second line in grey).
    columns: at most so many side by side; narrow places show fewer, none under `least` pixels wide (88: three on a
    phone). label: what the gallery is, for screen readers.
    """
    lines = [[caption] if isinstance(caption, str) else list(caption) for caption in captions]
    items = [{"src": data_uri(image), "lines": text} for image, text in zip(images, lines, strict=True)]
    data = {"items": items, "columns": columns, "least": least, "label": label}
    result = _mount(key=key, data=data, on_pressed_change=lambda: None)
    pressed = result.pressed
    return pressed if isinstance(pressed, int) and 0 <= pressed < len(items) else None
