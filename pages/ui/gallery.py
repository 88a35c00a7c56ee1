"""A gallery of thumbnails that can be pressed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from galaxy_core.charts.jpeg import data_uri
from pages.ui.component import register

_mount = register("gallery")


@dataclass(frozen=True)
class Bar:
    """A small bar under a thumbnail: a class's glyph, its share 0…1, and its colour; `text` is read out."""

    glyph: str
    share: float
    kind: str  # "right", "wrong" or "other"
    text: str


@dataclass(frozen=True)
class Card:
    """What stands under a thumbnail: lines, the second and further ones in grey; bars; a link as (text, address)."""

    lines: tuple[str, ...]
    bars: tuple[Bar, ...] = ()
    link: tuple[str, str] | None = None


def gallery(
    images: Sequence[np.ndarray],
    captions: Sequence[str | Sequence[str] | Card],
    key: str,
    columns: int = 10,
    least: int = 88,
    label: str = "Galaxies",
) -> int | None:
    """Draw thumbnails with captions; return the index of the one pressed just now, for this one run, or None.

    images: uint8 (h, w, 3) each, cropped by the caller. captions: one line each, or (first line, second line in grey),
    or a Card. columns: at most so many side by side; narrow places show fewer, none under `least` pixels wide (88:
    three on a phone). label: what the gallery is, for screen readers.
    """
    cards = [_card(caption) for caption in captions]
    items = [{"src": data_uri(image)} | asdict(card) for image, card in zip(images, cards, strict=True)]
    data = {"items": items, "columns": columns, "least": least, "label": label}
    result = _mount(key=key, data=data, on_pressed_change=lambda: None)
    pressed = result.pressed
    return pressed if isinstance(pressed, int) and 0 <= pressed < len(items) else None


def _card(caption: str | Sequence[str] | Card) -> Card:
    if isinstance(caption, Card):
        return caption
    return Card((caption,) if isinstance(caption, str) else tuple(caption))
